"""Page images as arrays: grey without stamps, even light, and what stands on them as connected components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[Any]  # of bytes; OpenCV's types do not say so
else:
    Grey = Any

_TINT = 36  # difference of channels that makes a pixel coloured
_COLOURED = 0.0004  # share of such pixels: a stamp has some 0.005


class Parts(NamedTuple):
    """Connected components of ink: `labels` numbers them over the page (0: paper), `box` holds x, y, width, height and
    area of each, `letter` is the usual height of a letter in pixels."""

    labels: Any
    box: Any
    letter: float


def is_coloured(image: Any) -> bool:
    """Whether an RGB image holds colour (a stamp, ink), not only grey."""
    import numpy as np

    sample = image[::4, ::4].astype(np.int16)
    spread = sample.max(axis=2) - sample.min(axis=2)
    # A tint over the whole page (a photo by lamplight) is no colour on it.
    return bool((np.abs(spread - np.median(spread)) > _TINT).mean() > _COLOURED)


def to_grey(image: Any) -> Grey:
    """An RGB image in grey: the red channel where there is colour, so that red stamps turn into paper."""
    import cv2
    import numpy as np

    if image.ndim == 2:
        return np.ascontiguousarray(image)
    if is_coloured(image):
        return np.ascontiguousarray(image[:, :, 0])
    grey: Grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return grey


def background(grey: Grey) -> Any:
    """The light of the paper on a grid of an eighth: the page without its ink."""
    import cv2

    small = cv2.resize(grey, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15))
    return cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), (0, 0), 6)


def even(grey: Grey) -> Grey:
    """The page with even light: shadows and grey paper become white. A page that is even stays as it is."""
    import cv2
    import numpy as np

    paper = background(grey)
    if np.percentile(paper, 5) > 225:
        return grey
    light = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    out: Grey = cv2.divide(grey, np.maximum(light, 40), scale=245)
    return out


def is_bilevel(grey: Grey) -> bool:
    """Whether the page comes from a black and white scan: its paper is quite white, its ink quite black, and little is
    in between (more if it was painted at another size)."""
    import numpy as np

    sample = grey[::2, ::3]
    marked = np.count_nonzero(sample < 250)
    between = np.count_nonzero((sample > 40) & (sample < 215))
    white = np.count_nonzero(sample == 255)
    return bool(marked and between < 0.42 * marked and white > 0.6 * sample.size)


def softened(grey: Grey, dpi: float) -> Grey:
    """A black and white page with soft edges, which the recogniser knows from its training: a third fewer errors."""
    import cv2

    out: Grey = cv2.GaussianBlur(grey, (0, 0), 0.9 * max(dpi, 150) / 200)
    return out


def ink(grey: Grey) -> Grey:
    """255 where there is ink, 0 on paper (Otsu's threshold)."""
    import cv2

    _, out = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    result: Grey = out
    return result


def coarse_parts(grey: Grey, dpi: float) -> Parts:
    """The components of a page at half its size or less: enough to see how its lines run."""
    import cv2

    scale = min(1.0, 120 / dpi)
    return parts(ink(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)), dpi * scale)


def parts(black: Grey, dpi: float) -> Parts:
    """The components of the ink and the usual height of a letter among them."""
    import cv2
    import numpy as np

    _, labels, box, _ = cv2.connectedComponentsWithStats(black, connectivity=8, ltype=cv2.CV_32S)
    heights = box[1:, cv2.CC_STAT_HEIGHT]
    likely = heights[(heights > dpi * 0.045) & (heights < dpi * 0.25)]
    return Parts(labels, box, float(np.median(likely)) if len(likely) > 20 else dpi * 0.1)
