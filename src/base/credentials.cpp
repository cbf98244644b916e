#include "base/credentials.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/percent.h"

namespace cordon {
namespace {

constexpr std::string_view kMask = "redacted";

// Ends of the names of secret parameters, in lower case, '-' standing for '_': "access_token", "X-Amz-Signature".
constexpr std::array<std::string_view, 9> kSecretEnds = {"token",   "password",   "passwd",     "secret",   "apikey",
                                                         "api-key", "access-key", "credential", "signature"};
// Too short to be the end of any name: the whole of it, or its last word.
constexpr std::array<std::string_view, 4> kSecretWords = {"auth", "sig", "pass", "pwd"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_secret(std::string_view parameter) {
  std::string name = percent_decoded(parameter);
  for (char& c : name) c = c == '_' ? '-' : lower(c);
  const std::string_view word = std::string_view(name).substr(name.rfind('-') + 1);
  return std::ranges::any_of(kSecretEnds, [&](std::string_view end) { return name.ends_with(end); }) ||
         std::ranges::find(kSecretWords, word) != kSecretWords.end();
}

bool scheme_character(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

// No part of an address, in whatever document it stands; a '\' ends the authority for clients, too.
bool ends_address(char c) {
  return static_cast<unsigned char>(c) <= ' ' ||
         std::string_view("\"'`<>[]{}|^\\\x7F").find(c) != std::string_view::npos;
}

// One address of a text: what separates its parts is spelled as its "://" is, the mark.
class Address {
 public:
  // `begin` is the place behind the mark.
  Address(std::string_view text, std::size_t begin, std::string_view mark)
      : text_(text), at_(begin), mark_(mark), encoded_(mark.starts_with('%')) {}

  // Appends it, from `begin` on, without its credentials; returns where it ends. An address in its query is the next.
  std::size_t append(std::string_view scheme, std::string& out) {
    authority(scheme, out);
    while (more() && !begins_parameter()) copy(out);
    while (more()) parameter(out);
    return at_;
  }

 private:
  // What stands at a place: a character that may separate, or '\0'.
  char separator(std::size_t at) const {
    if (at >= text_.size()) return '\0';
    if (!encoded_) return text_[at] == '\\' && text_.substr(at + 1).starts_with('/') ? '/' : text_[at];
    if (text_[at] != '%' || at + 2 >= text_.size()) return text_[at] == '&' ? '\0' : text_[at];
    const std::string decoded = percent_decoded(text_.substr(at, 3));
    return decoded.size() == 1 ? decoded.front() : '\0';
  }
  std::size_t width(std::size_t at) const {
    if (encoded_ && text_[at] == '%') return std::min<std::size_t>(3, text_.size() - at);
    return separator(at) == '/' && text_[at] == '\\' ? 2 : 1;
  }
  // An encoded address is the value of a parameter: the next one begins with a plain '&'.
  bool ends() const {
    if (encoded_ && text_[at_] == '&') return true;
    if (ends_address(text_[at_])) return separator(at_) != '/';
    return text_.substr(at_).starts_with(mark_);
  }
  bool more() const { return at_ < text_.size() && !ends() && separator(at_) != '#'; }
  // '&' too: the address may be one that stands in the query of another.
  bool begins_parameter() const { return separator(at_) == '?' || separator(at_) == '&'; }
  void copy(std::string& out) {
    const std::size_t size = width(at_);
    out.append(text_.substr(at_, size));
    at_ += size;
  }

  void authority(std::string_view scheme, std::string& out) {
    const std::size_t begin = at_;
    std::optional<std::size_t> colon, at_sign;
    for (; at_ < text_.size() && !ends(); at_ += width(at_)) {
      const char c = separator(at_);
      if (c == '/' || c == '?' || c == '#') break;
      if (c == ':' && !colon) colon = at_;
      if (c == '@') at_sign = at_;
    }
    const std::size_t end = at_;
    at_ = begin;
    if (!at_sign || *at_sign == begin) {
      out.append(text_.substr(begin, end - begin));
    } else {
      if (colon && *colon > *at_sign) colon.reset();
      const std::string_view user = text_.substr(begin, colon.value_or(*at_sign) - begin);
      if (user == "git" || scheme.ends_with("ssh")) {
        out.append(user);
        if (colon) out.append(text_.substr(*colon, width(*colon))).append(kMask);
      } else {
        out.append(kMask);
      }
      out.append(text_.substr(*at_sign, end - *at_sign));
    }
    at_ = end;
  }

  // "?name=value" or "&name=value"
  void parameter(std::string& out) {
    copy(out);
    const std::size_t begin = at_;
    while (more() && separator(at_) != '&' && separator(at_) != '=') copy(out);
    if (!more() || separator(at_) == '&') return;
    const std::string_view name = text_.substr(begin, at_ - begin);
    copy(out);
    const std::size_t value = out.size();
    while (more() && separator(at_) != '&') copy(out);
    if (out.size() > value && is_secret(name)) out.replace(value, std::string::npos, kMask);
  }

  std::string_view text_;
  std::size_t at_;
  std::string_view mark_;
  bool encoded_;
};

// The place behind the next mark at or behind `from`; npos when there is none.
std::size_t behind_mark(std::string_view text, std::size_t from, std::string_view mark) {
  const void* found = ::memmem(text.data() + from, text.size() - from, mark.data(), mark.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + mark.size();
}

std::string replaced(std::string text, std::string_view mark) {
  const std::string_view whole = text;
  std::string out, address;
  std::size_t done = 0;
  for (std::size_t at = behind_mark(whole, 0, mark); at != std::string_view::npos;) {
    const std::size_t scheme_end = at - mark.size();
    std::size_t scheme = scheme_end;
    while (scheme > 0 && scheme_character(whole[scheme - 1])) --scheme;
    std::size_t end = at;
    if (scheme != scheme_end) {
      address.clear();
      end = Address(whole, at, mark).append(whole.substr(scheme, scheme_end - scheme), address);
      if (address != whole.substr(at, end - at)) {
        out.append(whole.substr(done, at - done)).append(address);
        done = end;
      }
    }
    at = behind_mark(whole, end, mark);
  }
  if (done == 0) return text;
  out.append(whole.substr(done));
  return out;
}

bool is_alphanumeric(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9'); }
bool is_word(char c) { return is_alphanumeric(c) || c == '_'; }
bool is_capital(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_word_or_dash(char c) { return is_word(c) || c == '-'; }
bool is_value(char c) {
  return static_cast<unsigned char>(c) > ' ' && std::string_view("\"'`;&|()<>").find(c) == std::string_view::npos;
}

std::size_t run_of(std::string_view text, bool (*belongs)(char)) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, belongs) - text.begin());
}

bool begins_with(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() &&
         std::ranges::equal(text.substr(0, lower_case.size()), lower_case, {}, lower);
}

struct Shape {
  std::string_view prefix;
  std::size_t least;  // characters behind it
  bool (*belongs)(char);
};
constexpr std::array kShapes{
    Shape{"npm_", 36, is_alphanumeric},  Shape{"ghp_", 36, is_alphanumeric},  Shape{"gho_", 36, is_alphanumeric},
    Shape{"ghu_", 36, is_alphanumeric},  Shape{"ghs_", 36, is_alphanumeric},  Shape{"ghr_", 36, is_alphanumeric},
    Shape{"github_pat_", 22, is_word},   Shape{"AKIA", 16, is_capital},       Shape{"ASIA", 16, is_capital},
    Shape{"xoxb-", 10, is_word_or_dash}, Shape{"xoxp-", 10, is_word_or_dash}, Shape{"xoxa-", 10, is_word_or_dash},
    Shape{"xoxs-", 10, is_word_or_dash}};

// What to keep of a text's beginning, and how much to hide behind that; 0: it is no secret.
struct Secret {
  std::size_t keep = 0;
  std::size_t hide = 0;
};

// Header, claims and signature, the first two of them JSON objects: "eyJ" is "{" and a quote in base64url.
Secret web_token(std::string_view text) {
  if (!text.starts_with("eyJ")) return {};
  std::size_t end = run_of(text, is_word_or_dash);
  for (int part = 0; part < 2; ++part) {
    if (end >= text.size() || text[end] != '.') return {};
    std::size_t more = run_of(text.substr(end + 1), is_word_or_dash);
    if (part == 0 && more < 4) return {};
    end += 1 + more;
  }
  return {3, end - 3};
}

Secret header_value(std::string_view text) {
  constexpr std::string_view kHeader = "authorization:", kScheme = "bearer ";
  if (begins_with(text, kHeader)) {
    std::size_t begin = std::min(text.find_first_not_of(' ', kHeader.size()), text.size());
    return {begin, std::min(text.find_first_of("\"'`\r\n", begin), text.size()) - begin};
  }
  if (!begins_with(text, kScheme)) return {};
  std::size_t size = run_of(text.substr(kScheme.size()), is_value);
  return text[std::min(kScheme.size(), text.size() - 1)] == '$' || size < 8 ? Secret{} : Secret{kScheme.size(), size};
}

Secret named_value(std::string_view text) {
  std::size_t at = run_of(text, is_word_or_dash);
  if (at == 0 || at >= text.size() || text[at] != '=' || !is_secret(text.substr(0, at))) return {};
  ++at;
  bool quoted = at < text.size() && (text[at] == '"' || text[at] == '\'');
  if (quoted) ++at;
  std::size_t size = run_of(text.substr(at), is_value);
  if (quoted) size = std::min(text.find_first_of(std::string{text[at - 1], '\r', '\n'}, at), text.size()) - at;
  return size == 0 || text[at] == '$' ? Secret{} : Secret{at, size};
}

Secret secret_at(std::string_view text) {
  for (const Shape& shape : kShapes) {
    if (!text.starts_with(shape.prefix)) continue;
    std::size_t size = run_of(text.substr(shape.prefix.size()), shape.belongs);
    if (size >= shape.least) return {shape.prefix.size(), size};
  }
  for (auto* look : {web_token, header_value, named_value}) {
    if (Secret secret = look(text); secret.hide != 0) return secret;
  }
  return {};
}

}  // namespace

bool is_secret_name(std::string_view name) { return is_secret(name); }

std::string without_tokens(std::string text) {
  text = without_credentials(std::move(text));
  const std::string_view whole = text;
  std::string out;
  for (std::size_t at = 0; at < whole.size();) {
    bool inside = at != 0 && is_word_or_dash(whole[at - 1]);
    Secret secret = inside ? Secret{} : secret_at(whole.substr(at));
    if (secret.hide == 0) {
      out += whole[at++];
      continue;
    }
    out.append(whole.substr(at, secret.keep)).append(kMask);
    at += secret.keep + secret.hide;
  }
  return out;
}

std::string without_credentials(std::string text) {
  for (const std::string_view mark : {"://", ":\\/\\/", "%3A%2F%2F", "%3a%2f%2f"})
    text = replaced(std::move(text), mark);
  return text;
}

}  // namespace cordon
