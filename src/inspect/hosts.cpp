#include "inspect/hosts.h"

#include <algorithm>
#include <array>

#include "inspect/paths.h"
#include "inspect/shell.h"
#include "inspect/words.h"
#include "model/registries.h"

namespace cordon::inspect {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool is_at_or_below(std::string_view host, std::string_view domain) {
  return host == domain || (host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

bool is_shared(std::string_view host) {
  return std::ranges::any_of(words::kSharedDomains, [&](std::string_view each) { return is_at_or_below(host, each); });
}

// The last two labels, or three below such as "co.uk": there is no list of public suffixes here, and what errs makes a
// domain too long, so that less counts as own.
std::string registrable(std::string_view host) {
  if (is_shared(host)) return std::string(host);
  const std::size_t last = host.rfind('.');
  if (last == std::string_view::npos || last == 0) return {};
  const std::size_t second = host.rfind('.', last - 1);
  if (second == std::string_view::npos) return std::string(host);
  const bool is_deep = host.size() - last == 3 && last - second <= 4 && second > 0;
  const std::size_t third = is_deep ? host.rfind('.', second - 1) : second;
  return std::string(third == std::string_view::npos ? host : host.substr(third + 1));
}

std::string_view first_segment(std::string_view path) {
  while (path.starts_with('/') || path.starts_with(':')) path.remove_prefix(1);
  return path.substr(0, path.find_first_of("/?#"));
}

// "github.com/acme" of an address at a host of code.
std::string account_of(std::string_view address) {
  const std::string host = host_of(address);
  const std::string_view plain = host.starts_with("www.") ? std::string_view(host).substr(4) : std::string_view(host);
  if (!words::is_one_of(plain, words::kCodeHosts)) return {};
  std::string_view rest = address.substr(std::min(address.find(plain), address.size()));
  rest.remove_prefix(std::min(plain.size(), rest.size()));
  if (rest.starts_with("/repos/")) rest.remove_prefix(6);
  const std::string_view account = first_segment(rest);
  if (account.empty() || account.find(kHole) != std::string_view::npos) return {};
  const bool is_github = plain.ends_with("github.com") || plain.ends_with("githubusercontent.com");
  return (is_github ? std::string("github.com") : std::string(plain)) + "/" + lower(account);
}

// As inet_aton takes it: four numbers or fewer, in any base.
bool is_address(std::string_view host) {
  if (host.starts_with('[')) return true;
  const auto is_number = [](std::string_view part) {
    const bool is_hex = part.starts_with("0x");
    if (is_hex) part.remove_prefix(2);
    return std::ranges::all_of(part,
                               [&](char c) { return (c >= '0' && c <= '9') || (is_hex && c >= 'a' && c <= 'f'); });
  };
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return !last.empty() && is_number(last);
}

bool is_local(std::string_view host) {
  if (host == "localhost" || host == "0.0.0.0" || host == "[::1]" || host.ends_with(".local")) return true;
  if (!is_address(host)) return host.find('.') == std::string_view::npos;
  return host.starts_with("127.") || host.starts_with("10.") || host.starts_with("192.168.");
}

bool is_reserved(std::string_view host) {
  return std::ranges::any_of(words::kReservedEndings, [&](std::string_view each) {
    return each.starts_with('.') ? host.ends_with(each) : is_at_or_below(host, each);
  });
}

}  // namespace

std::string host_of(std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme != std::string_view::npos) address.remove_prefix(scheme + 3);
  address = address.substr(0, address.find_first_of("/?#"));
  if (const std::size_t at = address.rfind('@'); at != std::string_view::npos) address.remove_prefix(at + 1);
  if (!address.starts_with('[')) address = address.substr(0, address.find(':'));
  // A host of which only the running code knows a part is not known.
  if (address.find(kHole) != std::string_view::npos) {
    const std::size_t dot = address.rfind(kHole);
    address = address.substr(dot + 1);
    if (!address.starts_with('.') || std::ranges::count(address, '.') < 2) return {};
    address.remove_prefix(1);
  }
  return lower(address);
}

OwnHosts own_hosts(std::string_view repository, std::string_view homepage) {
  OwnHosts out;
  // "github:acme/x", "acme/x", "git+ssh://git@github.com/acme/x.git", "git@github.com:acme/x"
  std::string address(repository);
  if (address.starts_with("git@")) address = "ssh://" + address;
  if (address.starts_with("github:")) address = "https://github.com/" + address.substr(7);
  else if (address.find(':') == std::string::npos && std::ranges::count(address, '/') == 1)
    address = "https://github.com/" + address;
  if (std::string account = account_of(address); !account.empty()) out.accounts.push_back(std::move(account));
  if (std::string account = account_of(homepage); !account.empty()) out.accounts.push_back(std::move(account));
  const std::string home = host_of(homepage);
  if (!home.empty() && !is_address(home) && home.find('.') != std::string::npos && !is_reserved(home))
    if (std::string domain = registrable(home); !is_shared(domain) || domain.find('.') != domain.rfind('.'))
      out.domains.push_back(std::move(domain));
  return out;
}

HostClass class_of_host(std::string_view address, const OwnHosts& own) {
  const std::string host = host_of(address);
  if (host.empty()) return HostClass::none;
  if (is_local(host)) return HostClass::local;
  if (is_reserved(host)) return HostClass::other;
  if (is_address(host)) return HostClass::address;
  static const model::Registries kRegistries;
  const model::RegistryClass is = kRegistries.classify("npm", "https://" + host + "/", "").class_;
  if (is == model::RegistryClass::public_ || is == model::RegistryClass::mirror) return HostClass::registry;
  if (const std::string account = account_of(address); !account.empty())
    return std::ranges::find(own.accounts, account) != own.accounts.end() ? HostClass::own : HostClass::other;
  const bool is_own =
      std::ranges::any_of(own.domains, [&](const std::string& each) { return is_at_or_below(host, each); });
  return is_own ? HostClass::own : HostClass::other;
}

}  // namespace cordon::inspect
