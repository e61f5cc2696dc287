"""Results as a workbook: what customers and hires did stands as values, what that costs is worked out in the cells."""

__all__ = ["cases", "workbook"]
