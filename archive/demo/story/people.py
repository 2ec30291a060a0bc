"""The men of the story and those who only share a name with them."""

from archive.demo.bible import Man

HUNG = Man(
    "hung",
    "Nguyễn Văn Hùng",
    "PB-0412",
    (
        "Nguyễn Văn Hùng",
        "NGUYEN VAN HUNG",
        "Nguyễn Văn Hùng tức Việt Hùng",
        "Hùng (Úc Kỳ)",
        "đồng chí Hùng, a phó",
    ),
    "Úc Kỳ, Phú Bình, Bắc Thái; c3 d7 e66 f304; hy sinh 28/7/1972. Bia ghi năm sinh 1951, giấy báo tử 1952.",
)
NAM = Man("nam", "Trần Đình Nam", "TL-0088", ("Trần Đình Nam", "TRAN DINH NAM", "đ/c Nam, b trưởng b2"))
DEN = Man("den", "Hoàng Văn Dền", "BS-0137", ("Hoàng Văn Dền", "HOANG VAN DEN", "Hoàng Văn Rền"))
TINH = Man("tinh", "Phạm Văn Tình", "KS-0305", ("Phạm Văn Tình", "PHAM VAN TINH", "Tình liên lạc"))
HUNG_OF_THANH_LIEM = Man(
    "hung_thanh_liem",
    "Nguyễn Văn Hùng",
    "TL-0091",
    ("Nguyễn Văn Hùng",),
    "Không phải Hùng Úc Kỳ: quê Thanh Liêm, Nam Hà; c5 d8 cùng e66; hy sinh 12/9/1972.",
)
HUNG_OF_NGA_MY = Man(
    "hung_nga_my",
    "Nguyễn Văn Hùng",
    "PB-0398",
    ("Nguyễn Văn Hùng",),
    "Không phải Hùng Úc Kỳ: cùng huyện Phú Bình, xã Nga My; e101 f325; hy sinh tháng 2/1968.",
)
HUNG_WITH_HORN = Man(
    "hung_uc_ky",
    "Nguyễn Văn Hưng",
    "PB-0413",
    ("Nguyễn Văn Hưng",),
    "Khác tên: Hưng, không phải Hùng; cùng xã Úc Kỳ, cùng năm 1972; c3 d9 e9 f304.",
)
MANH_HUNG = Man("manh_hung", "Nguyễn Mạnh Hùng", "DH-0220", ("Nguyễn Mạnh Hùng",), "Đồng Hỷ; e24 f304.")

MEN = (HUNG, NAM, DEN, TINH, HUNG_OF_THANH_LIEM, HUNG_OF_NGA_MY, HUNG_WITH_HORN, MANH_HUNG)
