"""The fourth visit: texts as a list of memoirs brings them, with old province names, covers and "
"namesakes."""

from datetime import date

from archive.demo.bible import DemoText, DemoVisit

TEXTS = (
    DemoText(
        "demo-bao-01",
        "Những đêm ở bến Nhan Biều",
        "Tháng 7 năm 1972, tiểu đoàn 7 trung đoàn 66 sư đoàn 304 được giao giữ bến vượt Nhan Biều, "
        "đối diện Thành cổ Quảng Trị. Trung đội trưởng Trần Đình Nam cùng hạ sĩ Nguyễn Văn Hùng (Phú Bình, "
        "Bắc Thái) bám bến suốt 17 đêm. Rạng sáng 28-7, một loạt pháo từ hạm tàu rơi trúng hầm chỉ huy.",
        "1997-07-27",
        "Tập hồi ký tự in của Ban liên lạc c3 (hư cấu)",
        ("hung", "nam"),
    ),
    DemoText(
        "demo-bao-02",
        "Hai người cùng một tên",
        "Ban liên lạc bạn chiến đấu E66 cho biết trong năm 1972 trung đoàn có hai liệt sĩ tên Nguyễn "
        "Văn Hùng. "
        "Một người thuộc C3 D7, quê Bắc Thái; một người thuộc C5 D8, quê Nam Hà, hy sinh ngày "
        "12/9/1972 ở phía "
        "đông Thành cổ. Có gia đình đã thắp hương nhầm mộ suốt hai mươi năm.",
        "2004-09-02",
        "Bản tin Ban liên lạc E66 (hư cấu)",
        ("hung", "hung_thanh_liem"),
    ),
    DemoText(
        "demo-bao-03",
        "Mùa xuân năm Mậu Thân ở Khe Sanh",
        "Đầu năm 1968, trung đoàn 101 sư đoàn 325 vây lấn cứ điểm Tà Cơn. Chiến sĩ Nguyễn Văn Hùng, "
        "người xã "
        "Nga My, huyện Phú Bình, tỉnh Bắc Thái, hy sinh mùng 8 Tết Mậu Thân khi kéo dây điện thoại lên "
        "điểm cao 845. Đồng đội gọi anh là Hùng Nga My để phân biệt.",
        "1998-02-10",
        "Tập hồi ký tự in (hư cấu)",
        ("hung_nga_my",),
    ),
    DemoText(
        "demo-bao-04",
        "Người Bắc Sơn giữ bến",
        "Anh Hoàng Văn Dền, dân tộc Tày, quê Hưng Vũ, Bắc Sơn, bị thương ở tay vẫn xin ở lại đơn vị. Ngày "
        "16 tháng 8 năm 1972 anh hy sinh khi dìu thương binh qua sông Thạch Hãn. Trong giấy tờ có "
        "chỗ ghi là "
        "Hoàng Văn Rền.",
        "2010-12-22",
        "Sổ truyền thống xã (hư cấu)",
        ("den",),
    ),
    DemoText(
        "demo-bao-05",
        "Đoàn 559 và những binh trạm đầu đường",
        "Đầu năm 1972, các đơn vị của sư đoàn 304 qua Binh trạm 14, Đoàn 559, rồi theo đường 15 vào "
        "bến phà Long Đại. Tân binh Bắc Thái, Lạng Sơn, Hà Bắc nằm chung một lán, tối nghe đài, sáng lại "
        "hành quân.",
        "1999-05-19",
        "Tập hồi ký tự in (hư cấu)",
    ),
    DemoText(
        "demo-bao-06",
        "Quy tập ở Triệu Thượng",
        "Năm 1984, xã Triệu Thượng quy tập 41 hài cốt liệt sĩ ở bãi sông Nhan Biều về nghĩa trang "
        "xã, trong đó "
        "9 ngôi có tên nhờ lọ pê-ni-xi-lin, còn lại chưa xác định được thông tin. Theo người dân, "
        "cây đa đầu thôn "
        "đã đổ từ trận bom cuối tháng 8 năm 1972.",
        "1984-12-20",
        "Biên bản quy tập của xã (hư cấu)",
        ("hung", "nam"),
    ),
)

PRESS = DemoVisit(
    "hoi-ky",
    "Trích hồi ký và bản tin về bến Nhan Biều (câu chuyện mẫu)",
    "",
    date(2026, 11, 1),
    "",
    "Nhóm biên tập",
    (),
    (),
    "Đoạn trích hư cấu, làm để tập sử dụng.",
    (),
    TEXTS,
)
