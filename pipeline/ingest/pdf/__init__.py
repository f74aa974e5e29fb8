"""The reader for PDF: text layers, tables, signatures; pages that need it go to an OCR function.

`read_bytes(data, path, ocr=…)` gives a `Source`. `PageImageRequest`, `PageImage`, `RecognisedWord` and `Recognised` are
the contract with an OCR function.
"""

from pipeline.ingest.pdf.document import read_bytes
from pipeline.ingest.pdf.images import Ocr, PageImage, PageImageRequest, Recognised, RecognisedWord

__all__ = ["Ocr", "PageImage", "PageImageRequest", "Recognised", "RecognisedWord", "read_bytes"]
