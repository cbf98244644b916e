#include "inventory/pypi/requirement.h"

#include <algorithm>

#include "inventory/pypi/name.h"
#include "model/ascii.h"
#include "model/pep440_specifier.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::string_view kBlank = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(trimmed(text)) {}

  Result<Requirement> run() {
    TRY(name());
    TRY(extras());
    if (rest_.starts_with('@')) {
      rest_ = trimmed(rest_.substr(1));
      address();
      if (out_.url.empty()) return fail(ErrorCode::syntax, "no address behind @");
      return std::move(out_);
    }
    const std::size_t semicolon = rest_.find(';');
    marker(semicolon);
    TRY(specifiers());
    return std::move(out_);
  }

 private:
  Result<void> name() {
    const std::size_t end = std::min(rest_.find_first_of(" \t[(<>=!~;@,"), rest_.size());
    const std::string_view written = rest_.substr(0, end);
    if (!is_name(written)) return fail(ErrorCode::syntax, "no name of a package");
    out_.name = normal_name(written);
    rest_ = trimmed(rest_.substr(end));
    return {};
  }

  Result<void> extras() {
    if (!rest_.starts_with('[')) return {};
    const std::size_t end = rest_.find(']');
    if (end == std::string_view::npos) return fail(ErrorCode::syntax, "extras without an end");
    std::string_view list = rest_.substr(1, end - 1);
    rest_ = trimmed(rest_.substr(end + 1));
    while (!list.empty()) {
      const std::size_t comma = std::min(list.find(','), list.size());
      const std::string_view extra = trimmed(list.substr(0, comma));
      if (!extra.empty() && !is_name(extra)) return fail(ErrorCode::syntax, "no name of an extra");
      if (!extra.empty()) out_.extras.push_back(normal_name(extra));
      list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return {};
  }

  // A semicolon may stand in an address: the marker's has a blank before it.
  void address() {
    std::size_t end = rest_.find_first_of(kBlank);
    out_.url = rest_.substr(0, end);
    if (end == std::string_view::npos) return;
    rest_ = trimmed(rest_.substr(end));
    marker(rest_.find(';'));
  }

  void marker(std::size_t semicolon) {
    if (semicolon == std::string_view::npos) return;
    out_.marker = trimmed(rest_.substr(semicolon + 1));
    rest_ = trimmed(rest_.substr(0, semicolon));
  }

  Result<void> specifiers() {
    if (rest_.starts_with('(') && rest_.ends_with(')')) rest_ = trimmed(rest_.substr(1, rest_.size() - 2));
    out_.specifiers = rest_;
    if (rest_.empty()) return {};
    const auto parsed = model::pep440::parse_specifiers(rest_);
    if (!parsed && exact_version(rest_).empty()) return fail(ErrorCode::syntax, parsed.error().message);
    return {};
  }

  std::string_view rest_;
  Requirement out_;
};

// Of characters that versions have had at any time.
bool is_version(std::string_view text) {
  const auto allowed = [](char c) {
    return model::ascii::is_alphanumeric(c) || std::string_view(".!+-_*").find(c) != std::string_view::npos;
  };
  return !text.empty() && std::ranges::all_of(text, allowed);
}

}  // namespace

std::string exact_version(std::string_view specifiers) {
  while (!specifiers.empty()) {
    const std::size_t comma = std::min(specifiers.find(','), specifiers.size());
    std::string_view each = trimmed(specifiers.substr(0, comma));
    specifiers.remove_prefix(std::min(comma + 1, specifiers.size()));
    if (!each.starts_with("==")) continue;
    const bool arbitrary = each.starts_with("===");
    each = trimmed(each.substr(arbitrary ? 3 : 2));
    if (!is_version(each)) continue;
    if (arbitrary || each.find('*') == std::string_view::npos) return std::string(each);
  }
  return {};
}

std::string Requirement::exact_version() const { return pypi::exact_version(specifiers); }

std::string Requirement::specification() const { return url.empty() ? specifiers : "@ " + url; }

Result<Requirement> parse_requirement(std::string_view text) { return Parser(text).run(); }

}  // namespace cordon::inventory::pypi
