#include "model/purl_types.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/ascii.h"

namespace cordon::model {
namespace {

using enum Presence;
constexpr auto kAsGiven = Spelling::as_given, kLower = Spelling::lower, kUpper = Spelling::upper;

// Sorted by type. What is left out is optional and stays as it is given: the definition of Go asks for lower case in a
// remark, but says that its modules differ by case, as they do.
constexpr std::array kTypes = {
    PurlType{"alpm", required, kLower, kLower},
    PurlType{"apk", required, kLower, kLower},
    PurlType{"bazel", prohibited},
    PurlType{"bitbucket", required, kLower, kLower},
    PurlType{"bitnami", prohibited, kAsGiven, kLower},
    PurlType{"brew", optional, kLower, kLower},
    PurlType{"cargo", prohibited},
    PurlType{"chrome-extension", prohibited, kAsGiven, kLower},
    PurlType{"cocoapods", prohibited},
    PurlType{"composer", required, kLower, kLower},
    PurlType{"conan", optional},
    PurlType{"conda", prohibited},
    PurlType{"cpan", optional, kUpper},
    PurlType{"cran", prohibited},
    PurlType{"deb", required, kLower, kLower},
    PurlType{"docker", optional},
    PurlType{"gem", prohibited},
    PurlType{"git", required, kAsGiven, kAsGiven, kAsGiven, {}, true},
    PurlType{"github", required, kLower, kLower},
    PurlType{"golang", required},
    PurlType{"hackage", prohibited},
    PurlType{"hex", optional, kLower, kLower},
    PurlType{"huggingface", required, kAsGiven, kAsGiven, kLower},
    PurlType{"julia", prohibited, kAsGiven, kAsGiven, kAsGiven, "uuid"},
    PurlType{"luarocks", optional, kLower, kLower},
    PurlType{"maven", required},
    PurlType{"mlflow", prohibited},
    PurlType{"npm", optional},
    PurlType{"nuget", prohibited},
    PurlType{"oci", prohibited, kAsGiven, kLower, kLower},
    PurlType{"opam", prohibited},
    PurlType{"otp", prohibited, kAsGiven, kLower},
    PurlType{"pub", prohibited, kAsGiven, kLower},
    PurlType{"pypi", prohibited, kAsGiven, kLower, kLower},
    PurlType{"qpkg", required, kLower},
    PurlType{"rpm", required, kLower},
    PurlType{"swid", optional, kAsGiven, kAsGiven, kAsGiven, "tag_id"},
    PurlType{"swift", required},
    PurlType{"vcpkg", prohibited},
    PurlType{"vscode-extension", required, kLower, kLower, kLower},
    PurlType{"yocto", optional, kLower},
};

void spell(std::string& text, Spelling spelling) {
  for (char& c : text) {
    if (spelling == Spelling::lower) c = ascii::lower(c);
    else if (spelling == Spelling::upper && ascii::is_alphanumeric(c) && !ascii::is_digit(c)) c &= ~0x20;
  }
}

std::string_view qualifier(const Purl& purl, std::string_view key) {
  for (const auto& [name, value] : purl.qualifiers)
    if (name == key) return value;
  return {};
}

// Four numbers at most.
bool is_chrome_version(std::string_view version) {
  std::size_t numbers = 0;
  for (std::size_t at = 0; at <= version.size(); ++numbers) {
    const std::size_t length = ascii::count_digits(version, at);
    if (length == 0) return false;
    at += length + 1;
    if (at <= version.size() && version[at - 1] != '.') return false;
  }
  return numbers <= 4;
}

Result<void> check_chrome_extension(const Purl& purl) {
  const bool name = purl.name.size() == 32 &&
                    std::all_of(purl.name.begin(), purl.name.end(), [](char c) { return c >= 'a' && c <= 'p'; });
  if (!name || (!purl.version.empty() && !is_chrome_version(purl.version)))
    return fail(ErrorCode::invalid_value, "not the identifier or version of a Chrome extension");
  return {};
}

// What only one type asks for.
Result<void> apply_peculiarities(Purl& purl) {
  if (purl.type == "pypi") std::replace(purl.name.begin(), purl.name.end(), '_', '-');
  if (purl.type == "pub")
    std::replace_if(purl.name.begin(), purl.name.end(), [](char c) { return !ascii::is_alphanumeric(c); }, '_');
  if (purl.type == "mlflow" && qualifier(purl, "repository_url").find("databricks") != std::string_view::npos)
    spell(purl.name, Spelling::lower);  // whose names have no case, as those of other servers do
  if (purl.type == "cpan" && purl.name.find("::") != std::string::npos)
    return fail(ErrorCode::invalid_value, "a Perl module where a distribution is asked for");
  if (purl.type == "chrome-extension") return check_chrome_extension(purl);
  return {};
}

// Ecosystems that are called otherwise than their purl type.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOtherNames{
    {{"crates", "cargo"}, {"go", "golang"}, {"github-actions", "github"}}};

}  // namespace

std::string_view purl_type_of_ecosystem(std::string_view ecosystem) {
  for (const auto& [name, type] : kOtherNames)
    if (name == ecosystem) return type;
  return ecosystem;
}

std::string_view ecosystem_of_purl_type(std::string_view type) {
  for (const auto& [name, other] : kOtherNames)
    if (other == type) return name;
  return type == "githubactions" ? "github-actions" : type;
}

std::vector<std::string_view> known_purl_types() {
  std::vector<std::string_view> out{"generic", "gitlab", "jsr"};
  for (const PurlType& each : kTypes) out.push_back(each.type);
  return out;
}

const PurlType& purl_type(std::string_view type) {
  static constexpr PurlType kUnknown;
  const auto found = std::lower_bound(kTypes.begin(), kTypes.end(), type,
                                      [](const PurlType& each, std::string_view wanted) { return each.type < wanted; });
  return found != kTypes.end() && found->type == type ? *found : kUnknown;
}

Result<void> apply_type(Purl& purl) {
  const PurlType& rules = purl_type(purl.type);
  if (rules.name_space == required && purl.name_space.empty())
    return fail(ErrorCode::invalid_value, "the type asks for a namespace");
  if (rules.name_space == prohibited && !purl.name_space.empty())
    return fail(ErrorCode::invalid_value, "the type has no namespaces");
  if (rules.name_is_path && purl.name_space.find('/') != std::string::npos)
    return fail(ErrorCode::invalid_value, "the type has namespaces of one segment");
  if (!rules.required_qualifier.empty() && qualifier(purl, rules.required_qualifier).empty())
    return fail(ErrorCode::invalid_value, "the type asks for a qualifier that is missing");
  spell(purl.name_space, rules.name_space_spelling);
  spell(purl.name, rules.name_spelling);
  spell(purl.version, rules.version_spelling);
  return apply_peculiarities(purl);
}

}  // namespace cordon::model
