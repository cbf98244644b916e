#include "inventory/javascript/vendored.h"

#include "model/purl.h"

namespace cordon::inventory::javascript {
namespace {

std::string purl_of(const model::LibrarySignature& signature, std::string_view version) {
  Result<model::Purl> purl = model::parse_purl(signature.purl);
  if (!purl) return model::make_purl("generic", signature.name, version);
  purl->version = version;
  return purl->text();
}

}  // namespace

VendoredReader::VendoredReader(const LibraryFinder& finder, std::string display_path) : finder_(finder) {
  out_.path = std::move(display_path);
  out_.ecosystem = "javascript";
}

void VendoredReader::add(const std::string& path, const std::string& display, std::string text,
                         std::chrono::steady_clock::time_point until) {
  ++scripts_;
  const FoundLibraries found = finder_.find(path, std::move(text), until);
  if (!found.complete)
    out_.unread.push_back({display, 0, "too_many",
                           "it was not looked through to its end: that takes longer, or gives more, than is allowed",
                           true});
  if (out_.components.size() + found.libraries.size() > kMostComponents) {
    out_.unread.push_back({display, 0, "too_many", "more copies of libraries than are kept of one tree", true});
    return;
  }
  for (const FoundLibrary& each : found.libraries) {
    const model::LibrarySignature& signature = finder_.signatures()[each.library];
    model::Component& component = out_.components.emplace_back();
    component.id = display + "#" + signature.name + "@" + each.version;
    component.ecosystem = "javascript";
    component.name = signature.name;
    component.version = each.version;
    component.purl = purl_of(signature, each.version);
    component.origin = model::Origin::vendored;
    component.registry = {std::string(), model::RegistryClass::unknown};
    component.place = {display, each.line};
    component.scope = model::Scope::unknown;
    component.install_script = model::InstallScript::no;
  }
}

model::Inventory VendoredReader::finish() {
  out_.format = std::to_string(scripts_) + (scripts_ == 1 ? " JavaScript file" : " JavaScript files");
  if (out_.components.empty()) return std::move(out_);
  const auto root_node = static_cast<std::uint32_t>(out_.components.size());
  model::Root& root = out_.roots.emplace_back();
  root.id = out_.path + "#";
  root.kind = model::RootKind::project;
  root.place = {out_.path, 0};
  for (std::uint32_t i = 0; i < root_node; ++i) out_.edges.push_back({root_node, i, model::EdgeKind::runtime, ""});
  return std::move(out_);
}

}  // namespace cordon::inventory::javascript
