"""The slides, one file each or a few that belong together: from results to a finding and what shows it."""
