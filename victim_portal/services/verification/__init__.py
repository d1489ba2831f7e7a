"""Codes that verify a number or address: sent by the plan, and read back or typed."""

from victim_portal.services.verification.pages import CodePage, code_page
from victim_portal.services.verification.sending import CodeSent, send_code
from victim_portal.services.verification.trying import enter_code, try_text

__all__ = ["CodePage", "CodeSent", "code_page", "enter_code", "send_code", "try_text"]
