#include "checks/same_source.h"

#include <algorithm>
#include <utility>

namespace cordon::checks {
namespace {

using inventory::npm::Specifier;
using inventory::npm::SpecifierKind;
using model::Origin;

constexpr std::pair<std::string_view, std::string_view> kShortcuts[] = {{"github:", "github.com/"},
                                                                        {"gist:", "gist.github.com/"},
                                                                        {"gitlab:", "gitlab.com/"},
                                                                        {"bitbucket:", "bitbucket.org/"}};
constexpr std::string_view kForges[] = {"github.com", "gitlab.com", "bitbucket.org"};
constexpr std::size_t kShortestCommit = 7, kCommit = 40;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_hexadecimal(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string_view without_git(std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  if (text.ends_with(".git")) text.remove_suffix(4);
  return text;
}

// "owner/repository" of a path at one of the forges, whatever of it the path is.
std::string repository_in(std::string_view path) {
  constexpr std::string_view kProjects = "api/v4/projects/";  // gitlab's archives
  if (path.starts_with(kProjects)) {
    std::string project = lower(path.substr(kProjects.size(), path.find('/', kProjects.size()) - kProjects.size()));
    if (const std::size_t slash = project.find("%2f"); slash != std::string::npos) project.replace(slash, 3, "/");
    return project;
  }
  const std::size_t owner = path.find('/');
  if (owner == std::string_view::npos) return lower(path);
  return lower(without_git(path.substr(0, path.find('/', owner + 1))));
}

// The commit that an address ends in; empty where it names none.
std::string commit_of(std::string_view address) {
  std::string_view last = address.substr(std::min(address.rfind('#'), address.size()));
  if (last.empty()) last = address.substr(address.rfind('/') + 1);
  else last.remove_prefix(1);
  if (last.starts_with("commit=")) last.remove_prefix(7);
  std::string out = lower(last.substr(0, last.find('&')));
  return out.size() >= kShortestCommit && out.size() <= kCommit && is_hexadecimal(out) ? out : std::string();
}

bool is_beginning(std::string_view a, std::string_view b) { return a.starts_with(b) || b.starts_with(a); }

}  // namespace

std::string source_of_address(std::string_view text) {
  text = text.substr(0, text.find_first_of("#?"));
  if (text.starts_with("git+")) text.remove_prefix(4);
  std::string host;
  const std::size_t scheme = text.find("://");
  for (const auto& [prefix, place] : kShortcuts)
    if (text.starts_with(prefix) && scheme == std::string_view::npos) {
      host = place.substr(0, place.size() - 1);
      text.remove_prefix(prefix.size());
    }
  if (host.empty()) {
    if (scheme != std::string_view::npos) text.remove_prefix(scheme + 3);
    const std::string_view front = text.substr(0, text.find('/'));
    const std::size_t user = front.rfind('@');
    // "owner/repository" alone is github's.
    if (scheme == std::string_view::npos && user == std::string_view::npos &&
        front.find_first_of(".:") == std::string_view::npos) {
      host = "github.com";
    } else {
      if (user != std::string_view::npos) text.remove_prefix(user + 1);
      host = lower(text.substr(0, text.find_first_of(":/")));
      text.remove_prefix(host.size());
      if (text.starts_with(':')) {
        const std::size_t digits = text.find_first_not_of("0123456789", 1);
        const bool is_port = digits != 1 && (digits == std::string_view::npos || text[digits] == '/');
        text.remove_prefix(is_port ? std::min(digits, text.size()) : 1);
      }
    }
  }
  while (text.starts_with('/')) text.remove_prefix(1);
  if (host == "codeload.github.com" || host == "ssh.github.com" || host == "www.github.com") host = "github.com";
  const bool is_forge = std::ranges::find(kForges, host) != std::end(kForges);
  return host + "/" + (is_forge ? repository_in(text) : std::string(without_git(text)));
}

bool may_be_source(const Specifier& asked, const model::Component& component) {
  if (!component.resolved || component.resolved->empty()) return component.origin != Origin::registry;
  if (component.origin == Origin::workspace || component.origin == Origin::link || component.origin == Origin::file)
    return false;
  if (source_of_address(asked.target) != source_of_address(*component.resolved)) return false;
  if (asked.kind != SpecifierKind::git) return true;
  const std::size_t fragment = asked.target.find('#');
  if (fragment == std::string::npos) return true;
  const std::string wanted = commit_of(std::string_view(asked.target).substr(fragment)),
                    has = commit_of(*component.resolved);
  // Anything shorter may be the name of a branch.
  return wanted.size() != kCommit || has.empty() || is_beginning(wanted, has);
}

}  // namespace cordon::checks
