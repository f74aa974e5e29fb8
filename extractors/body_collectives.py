"""Collectives: "các sở, ban, ngành", "các phòng chuyên môn thuộc Sở", "mỗi xã, thị trấn"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOUN = (
    r"(?:sở,? ban,? ngành|ban ngành|sở ngành|phòng ban|cơ quan báo chí"
    r"|cơ quan|đơn vị|phòng(?!,? (?:chống|ngừa|bệnh|trừ))|ban(?! (?:hành|đầu))|ngành|chi nhánh"
    r"|sở(?! (?:hữu|tại))|bộ phận|bộ(?! (?:chỉ|tiêu|thủ|luật|máy|hồ|câu))|địa phương|đoàn thể|tổ chức|cá nhân|thị xã"
    r"|xã(?! hội)|phường|thị trấn|huyện|thành phố|quận|đặc khu|tỉnh|thôn|xóm|bản|khu phố"
    r"|khu dân cư|tổ dân phố|ấp|khóm|buôn|làng"
    r"|trường học|trường(?! hợp)|cơ sở giáo dục|cơ sở y tế|hội đoàn thể"
    r"|hội(?! (?:nghị|thi|thảo|viên|đồng|họp|trường|chợ))"
    r"|vụ(?! (?:việc|án))|cục|chi cục|doanh nghiệp|hợp tác xã|hộ gia đình|trung tâm|cấp ủy|chi, đảng bộ|chi bộ|đảng bộ"
    r"|chi đảng bộ|đảng ủy"
    r"|tổ công nghệ số cộng đồng|chi ủy|chính quyền(?! (?:điện|số|đô))|mầm non|mẫu giáo|tiểu học|thcs|thpt"
    r"|trung học (?:cơ sở|phổ thông)|cấp(?! (?:tỉnh|huyện|xã|độ|phép|bách|thẩm)))"
)
_QUALIFIER = (
    r"(?: (?:chuyên môn|hành chính|sự nghiệp|công lập|trực thuộc|có liên quan|liên quan|chức năng|nhà nước|đoàn thể"
    r"|chính trị - xã hội|chính trị xã hội|chính trị|tham mưu,? giúp việc|giúp việc"
    r"|ngang sở|ngang bộ|trung ương|cùng cấp|chủ trì(?!,| phối| tham| tổ| xây)"
    r"|nêu trên|tương đương|nghiệp vụ|thành viên|hiệp quản|ngành dọc|báo chí|thông tấn|trường học|quản lý nhà nước"
    r"|đầu mối|xây dựng đảng(?! (?:viên|bộ|ủy))|mầm non|mẫu giáo|tiểu học|thcs|thpt|trung học (?:cơ sở|phổ thông)"
    r"|cơ sở|đảng(?! (?:viên|bộ|ủy))|viễn thông|một cửa|khác|kinh tế|tôn giáo|hội)(?!\w))*"
)
_SEPARATOR = r"(?:, ?| và | - |-|/)"
# What follows "các", "mỗi", "từng": nouns of bodies with their qualifiers, joined.
COLLECTIVE = re.compile(rf"{_NOUN}(?!\w){_QUALIFIER}(?:{_SEPARATOR}(?:các )?{_NOUN}(?!\w){_QUALIFIER})*")
_PARTS = re.compile(r", ?(?:các )?| và (?:các )?| - |/")
OF = re.compile(r" (?:thuộc|trực thuộc|của|ở|tại|đóng trên địa bàn|trên địa bàn) ")
NEARBY = re.compile(
    r" (?:(?:đóng )?trên địa bàn(?!\w)|khu vực(?!\w)(?! (?:nông|đô|miền|biên|dân|công|tư|nhà)\b))"
)  # "các Chi cục Thuế khu vực"
APART = re.compile(  # "các xã không thuộc đối tượng kiểm tra"
    r" (?:không thuộc|chưa thuộc|thuộc|ngoài) (?:đối tượng|diện|danh sách)(?: được| phải)? [^\W\d_]+ [^\W\d_]+(?!\w)"
)
UNIONS = re.compile(r"(?: tổ quốc)?(?: và|,) các (?:tổ chức )?(?:đoàn thể|tổ chức chính trị - xã hội)(?!\w)")
_HAMLET = r"(?:thôn|bản|ấp|khu phố|khu dân cư|khu vực|khu vực dân cư|khóm|xóm|tổ dân phố|buôn|làng|khu)"
HAMLETS = re.compile(rf"(?:các )?{_HAMLET}(?:(?:, ?| và ){_HAMLET})*(?!\w)")
# "các sở" that may be followed by the names of each
GROUP = re.compile(r"\bcác (sở|phòng|bộ)$")


def cut(text: str, match: re.Match[str], heads: Mapping[int, tuple[int, object]]) -> int:
    """End of the collective in `match`, without a last part that begins a name of its own ("các phòng chuyên môn,
    Chi cục Bảo vệ môi trường")."""
    end = match.end()
    for part in _PARTS.finditer(text, match.start(), end):  # "Trưởng các phòng, Chi cục trưởng các …"
        if part.end() in heads and heads[part.end()][0] > end and text[part.end()].isupper():
            return part.start()
    if not (text[end : end + 1] == " " and text[end + 1 : end + 2].isupper() and end + 1 not in heads):
        return end
    last = None
    for last in _PARTS.finditer(text, match.start(), end):  # noqa: B007
        pass
    if last and last.end() in heads and text[last.end()].isupper():
        return last.start()
    return end
