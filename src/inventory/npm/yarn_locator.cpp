#include "inventory/npm/yarn_locator.h"

#include "base/percent.h"
#include "inventory/npm/specifier.h"

namespace cordon::inventory::npm {
namespace {

using model::Origin;

constexpr int kMostPatches = 8;
constexpr std::string_view kVirtual = "virtual:";

std::string_view without_parameters(std::string_view text) { return text.substr(0, text.find("::")); }

// "virtual:<hash>#<reference>" is an instance of the package for one set of peers.
std::string_view without_virtual(std::string_view reference) {
  if (!reference.starts_with(kVirtual)) return reference;
  const std::size_t hash = reference.find('#');
  return hash == std::string_view::npos ? reference : reference.substr(hash + 1);
}

bool is_git(std::string_view reference) {
  if (parse_specifier("", without_parameters(reference)).kind == SpecifierKind::git) return true;
  return reference.find("#commit=") != std::string_view::npos || reference.find("&commit=") != std::string_view::npos;
}

YarnPackage describe(std::string_view name, std::string_view reference, int depth) {
  reference = without_virtual(reference);
  YarnPackage out;
  out.name = name;
  const YarnReference parts = parse_yarn_reference(reference);
  const std::string_view written = without_parameters(reference);
  const auto with = [&](Origin origin) {
    out.origin = origin;
    out.resolved = written;
    return std::move(out);
  };
  if (parts.protocol == "npm") {
    const NameAndRest split = split_name(parts.selector);
    out.version = parts.selector;
    if (!split.rest.empty()) {
      out.name = split.name;
      out.version = split.rest;
    }
    out.archive_url = yarn_parameter(parts.parameters, "__archiveUrl");
    out.resolved = out.archive_url;
    return out;
  }
  if (parts.protocol == "patch") {
    if (parts.has_source && depth < kMostPatches) {
      const NameAndRest inner = split_name(parts.source);
      YarnPackage patched = describe(inner.name, inner.rest, depth + 1);
      out.name = std::move(patched.name);
      out.version = std::move(patched.version);
      out.archive_url = std::move(patched.archive_url);
      out.inner = parts.source;
    }
    out.origin = Origin::patch;
    out.resolved = reference;
    return out;
  }
  if (parts.protocol == "workspace") return with(Origin::workspace);
  if (parts.protocol == "link" || parts.protocol == "portal") return with(Origin::link);
  if (parts.protocol == "file" || parts.protocol == "exec") return with(Origin::file);
  if (is_git(reference)) return with(Origin::git);
  if (parts.protocol == "http" || parts.protocol == "https") return with(Origin::http);
  out.known = false;
  return with(parts.protocol.empty() ? Origin::registry : Origin::http);
}

}  // namespace

bool is_plain_range(std::string_view range) {
  return range.substr(0, range.find('#')).find(':') == std::string_view::npos;
}

YarnReference parse_yarn_reference(std::string_view text) {
  YarnReference out;
  if (!is_plain_range(text)) {
    const std::size_t colon = text.find(':');
    out.protocol = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (const std::size_t mark = text.find("::"); mark != std::string_view::npos) {
    out.parameters = text.substr(mark + 2);
    text = text.substr(0, mark);
  }
  if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
    out.has_source = true;
    out.source = percent_decoded(text.substr(0, hash));
    text.remove_prefix(hash + 1);
  }
  out.selector = percent_decoded(text);
  return out;
}

std::string yarn_parameter(std::string_view parameters, std::string_view key) {
  while (!parameters.empty()) {
    const std::size_t end = parameters.find('&');
    const std::string_view one = parameters.substr(0, end);
    parameters.remove_prefix(end == std::string_view::npos ? parameters.size() : end + 1);
    if (one.starts_with(key) && one.size() > key.size() && one[key.size()] == '=')
      return percent_decoded(one.substr(key.size() + 1));
  }
  return {};
}

YarnPackage describe_locator(std::string_view name, std::string_view reference) { return describe(name, reference, 0); }

std::string canonical_descriptor(std::string_view name, std::string_view range) {
  range = without_virtual(range);
  std::string out(name);
  out += '@';
  if (!range.starts_with("patch:")) return out.append(without_parameters(range));
  const YarnReference parts = parse_yarn_reference(range);
  const NameAndRest inner = split_name(parts.source);
  out.append("patch:").append(inner.name).append("@");
  if (is_plain_range(inner.rest)) out.append("npm:");
  return out.append(inner.rest).append("#").append(parts.selector);
}

}  // namespace cordon::inventory::npm
