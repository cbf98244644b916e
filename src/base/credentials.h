// Credentials inside addresses and command lines: they must not leave the machine with a report.
#pragma once

#include <string>
#include <string_view>

namespace cordon {

// The text with every credential in its addresses replaced by "redacted", so that it does not tell one credential from
// another: what stands before '@' in an authority (RFC 3986 section 3.2.1), and the values of query parameters that are
// known to be secret ("?token=…", "&X-Amz-Signature=…"). Addresses are found as plain text, as JSON may escape them
// ("https:\/\/") and percent-encoded ("https%3A%2F%2F…%40"). Names alone that are no secret stay: "git", and any user
// of ssh, whose secret is not in the address. Host, path and fragment stay. Nothing is replaced across a quote, a
// bracket, a blank or the end of a line, so that the text stays the document it was. Idempotent.
std::string without_credentials(std::string text);

// Whether what is called so is likely to be secret, whatever it is: "--password", "NPM_TOKEN", "_authToken".
bool is_secret_name(std::string_view name);

// For command lines and scripts: without_credentials, and "redacted" in place of tokens that show by their shape what
// they are (of npm, GitHub, AWS, Slack; JSON Web Tokens, RFC 7519), of what follows "Authorization:" or "Bearer", and
// of the value in "NAME=VALUE" where the name is secret ("--token=…", "NPM_TOKEN=…") and the value no expansion of the
// shell's. The beginning that shows a token's kind stays. Linear in the text's length, and idempotent.
std::string without_tokens(std::string text);

}  // namespace cordon
