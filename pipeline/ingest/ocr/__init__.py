"""Recognition of scans and photos: `read_bytes` reads image files, `page_reader` makes what the PDF reader asks for.

Heavy libraries (numpy, OpenCV, Pillow) are imported when the first page comes.
"""

from pipeline.ingest.ocr.images import read_bytes
from pipeline.ingest.ocr.options import OcrOptions, chosen
from pipeline.ingest.ocr.recognition import page_reader

__all__ = ["OcrOptions", "chosen", "page_reader", "read_bytes"]
