#include "policy/licence_expression.h"

#include <algorithm>
#include <optional>

#include "model/spdx_licences.h"

namespace cordon::policy {
namespace {

constexpr std::size_t kMostBytes = 4'096;
constexpr int kMostDepth = 32;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
         c == ':' || c == '+';
}

// A licence with what SPDX puts behind it.
struct Licence {
  std::string base;       // "gpl-2.0"
  bool or_later = false;  // '+' or "-or-later"
  std::string exception;
  bool is_known = false;  // by SPDX's list
};

// Unknown: it hangs on a name that nobody knows.
enum class Satisfied : std::uint8_t { no, unknown, yes };

bool is_of_spdx(std::string_view name) {
  if (name.ends_with('+')) name.remove_suffix(1);
  return !model::spdx_licence(name).empty();
}

Licence licence_of(std::string name, std::string exception) {
  Licence out;
  out.is_known = is_of_spdx(name);
  // "GPL-2.0-with-GCC-exception", as it was called before.
  if (const std::size_t with = name.find("-with-");
      exception.empty() && name.starts_with("gpl-") && with != name.npos) {
    exception = name.substr(with + 6);
    name.resize(with);
  }
  out.exception = std::move(exception);
  const auto drop = [&](std::string_view end) {
    if (!name.ends_with(end) || name.size() == end.size()) return false;
    name.resize(name.size() - end.size());
    return true;
  };
  if (drop("+") || drop("-or-later")) out.or_later = true;
  else drop("-only");
  out.base = std::move(name);
  return out;
}

// Reads an expression and says what it comes to, while it reads.
class Reader {
 public:
  Reader(std::string_view text, const std::vector<Licence>& list, bool forbids)
      : rest_(text), list_(list), forbids_(forbids) {}

  std::optional<Satisfied> run() {
    next();
    const std::optional<Satisfied> out = alternatives(0);
    return token_.empty() ? out : std::nullopt;
  }

 private:
  // The next token, in lower case; empty at the end. "?" is none.
  void next() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) rest_.remove_prefix(1);
    std::size_t size = 0;
    while (size < rest_.size() && is_name_byte(rest_[size])) ++size;
    if (size == 0 && !rest_.empty()) {
      token_ = std::string_view("()/").contains(rest_.front()) ? std::string(1, rest_.front()) : "?";
      size = 1;
    } else {
      token_ = lowered(rest_.substr(0, size));
    }
    rest_.remove_prefix(size);
  }

  bool is_name() const {
    return !token_.empty() && is_name_byte(token_.front()) && token_ != "and" && token_ != "or" && token_ != "with";
  }

  std::optional<Satisfied> alternatives(int depth) {
    std::optional<Satisfied> out = together(depth);
    while (out && (token_ == "or" || token_ == "/")) {
      next();
      const std::optional<Satisfied> other = together(depth);
      if (!other) return std::nullopt;
      out = std::max(*out, *other);
    }
    return out;
  }

  std::optional<Satisfied> together(int depth) {
    std::optional<Satisfied> out = one(depth);
    while (out && token_ == "and") {
      next();
      const std::optional<Satisfied> other = one(depth);
      if (!other) return std::nullopt;
      out = std::min(*out, *other);
    }
    return out;
  }

  std::optional<Satisfied> one(int depth) {
    if (depth == kMostDepth) return std::nullopt;
    if (token_ == "(") {
      next();
      const std::optional<Satisfied> out = alternatives(depth + 1);
      if (!out || token_ != ")") return std::nullopt;
      next();
      return out;
    }
    if (!is_name() || token_ == "noassertion") return std::nullopt;
    std::string name = std::move(token_), exception;
    next();
    if (token_ == "with") {
      next();
      if (!is_name()) return std::nullopt;
      exception = std::move(token_);
      next();
    }
    return satisfies(licence_of(std::move(name), std::move(exception)));
  }

  Satisfied satisfies(const Licence& stated) const {
    const bool listed = std::ranges::any_of(list_, [&](const Licence& each) {
      if (each.base != stated.base) return false;
      if (!each.exception.empty() && each.exception != stated.exception) return false;
      return forbids_ || stated.or_later || !each.or_later;
    });
    if (forbids_ && !listed && !stated.is_known) return Satisfied::unknown;
    return listed != forbids_ ? Satisfied::yes : Satisfied::no;
  }

  std::string_view rest_;
  std::string token_;
  const std::vector<Licence>& list_;
  bool forbids_;
};

std::vector<Licence> licences_of(const LicenceList& list) {
  std::vector<Licence> out;
  for (const std::string& each : list.names) {
    const std::string name = lowered(each);
    const std::size_t with = name.find(" with ");
    if (with == std::string::npos) out.push_back(licence_of(name, {}));
    else out.push_back(licence_of(name.substr(0, with), name.substr(with + 6)));
  }
  return out;
}

LicenceAnswer answer(std::string_view stated, const std::vector<Licence>& list, bool forbids) {
  if (stated.size() > kMostBytes) return LicenceAnswer::unknown;
  switch (Reader(stated, list, forbids).run().value_or(Satisfied::unknown)) {
    case Satisfied::no: return LicenceAnswer::outside;
    case Satisfied::yes: return LicenceAnswer::within;
    case Satisfied::unknown: break;
  }
  return LicenceAnswer::unknown;
}

}  // namespace

bool is_licence_name(std::string_view text) {
  const std::string name = lowered(text);
  const std::size_t with = name.find(" with ");
  const std::string_view licence = std::string_view(name).substr(0, with);
  const bool is_own = licence.starts_with("licenseref-") || licence.starts_with("documentref-");
  if (is_own && !std::ranges::all_of(licence, is_name_byte)) return false;
  if (!is_own && licence != "unlicensed" && !is_of_spdx(licence)) return false;
  return with == std::string::npos || !model::spdx_exception(std::string_view(name).substr(with + 6)).empty();
}

LicenceAnswer judge_licence(std::string_view stated, const LicenceList& list) {
  return answer(stated, licences_of(list), list.forbids);
}

LicenceAnswer judge_licences(std::span<const std::string> stated, const LicenceList& list) {
  if (stated.empty()) return LicenceAnswer::unknown;
  const std::vector<Licence> names = licences_of(list);
  const LicenceAnswer first = answer(stated.front(), names, list.forbids);
  const bool agree =
      std::ranges::all_of(stated, [&](const std::string& each) { return answer(each, names, list.forbids) == first; });
  return agree ? first : LicenceAnswer::unknown;
}

}  // namespace cordon::policy
