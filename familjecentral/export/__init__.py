"""Writers of a SafeTable: PDF, XLSX and CSV."""
