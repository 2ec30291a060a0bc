"""How a phone of the local network comes to trust the archive's own authority: a QR code and the steps."""

from __future__ import annotations

from io import StringIO

import segno

_STEPS = """  Điện thoại quét mã này một lần để tin máy chủ này / each phone scans this once, to trust it:
{code}
  {address}
  Android: bấm «Nâng cao → Tiếp tục», tải tệp; Cài đặt → Bảo mật → Cài chứng chỉ → Chứng chỉ CA → chọn tệp.
    Android: "Advanced → Proceed", download; Settings → Security → Install a certificate → CA certificate.
  iPhone (mở bằng Safari): cho phép tải hồ sơ; Cài đặt → Đã tải về hồ sơ → Cài đặt; rồi Cài đặt chung →
    Giới thiệu → Cài đặt tin cậy chứng nhận → bật «Caddy Local Authority».
    iPhone (Safari): allow the profile; Settings → Profile Downloaded → Install; then General → About →
    Certificate Trust Settings → switch "Caddy Local Authority" on.
  Sau đó mở / then open: {origin}/ghi"""


def steps(origin: str) -> str:
    """For the terminal; `origin`: the address under which phones reach the archive."""
    address = f"{origin}/kyuc-root.crt"
    drawn = StringIO()
    segno.make_qr(address, error="m").terminal(out=drawn, border=2, compact=True)
    return _STEPS.format(code=drawn.getvalue().rstrip("\n"), address=address, origin=origin)
