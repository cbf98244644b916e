// Forms of text that the SBOM formats ask for, each as its specification has it.
#pragma once

#include <cstddef>
#include <string_view>

namespace cordon::sbom {

bool is_serial_number(std::string_view text);  // "urn:uuid:" and a UUID (RFC 9562) in lower case
bool is_mime_type(std::string_view text);      // "text/plain": lower-case letters, digits, '-', '+', '.'
bool is_hex_digest(std::string_view text);     // of 16, 20, 32, 48 or 64 bytes, in either case
bool is_date_time(std::string_view text);      // RFC 3339, section 5.6; a leap second is accepted
bool is_locale(std::string_view text);         // "en" or "en-GB"
bool is_country(std::string_view text);        // "GB"
bool is_cre(std::string_view text);            // "CRE:764-507"
bool is_patent_number(std::string_view text);  // 2 to 30 letters, digits and "-/.() "
// A reference by RFC 3987, judged by its characters: none that must be percent-encoded. Nearly everything is a relative
// reference, so that this finds spoilt addresses, not dead ones.
bool is_address(std::string_view text);
bool is_email(std::string_view text);  // RFC 6531, judged by one '@' with something on either side

// Code points of well-formed UTF-8.
std::size_t length_of(std::string_view text);

}  // namespace cordon::sbom
