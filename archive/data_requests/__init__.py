"""Yêu cầu về dữ liệu cá nhân: received, dealt with by the law's clocks, answered by a letter."""
