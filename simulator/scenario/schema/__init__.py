"""What a scenario may say: typed, frozen parts, every field with its unit, bounds, meaning and evidence grade."""
