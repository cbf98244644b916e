// Licences by their short names in the SPDX licence list, and expressions of them (SPDX 2.3, annex D).
#pragma once

#include <string_view>
#include <vector>

namespace cordon::model {

// Whether the text is the short name of a licence, exactly as the list writes it.
bool is_spdx_licence(std::string_view text);

// The short name as the list writes it, of one in any case: "MIT" of "mit". Empty for what is none.
std::string_view spdx_licence(std::string_view text);
std::string_view spdx_exception(std::string_view text);

// All short names of licences, in no order.
std::vector<std::string_view> spdx_licences();

// The same as is_spdx_licence, or the short name of an exception: what CycloneDX calls a licence id.
bool is_spdx_licence_id(std::string_view text);

// Whether the text is an expression: licences of the list, "LicenseRef-" and "DocumentRef-" names, with "+", WITH an
// exception of the list, AND, OR and parentheses (at most 100 within each other).
bool is_licence_expression(std::string_view text);

}  // namespace cordon::model
