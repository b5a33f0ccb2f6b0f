"""The same content as the sheets, as an XLSX workbook for further use."""
