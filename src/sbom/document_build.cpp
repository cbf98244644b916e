#include "sbom/document_build.h"

#include <algorithm>

#include "base/text.h"
#include "model/purl.h"
#include "model/purl_types.h"
#include "sbom/package_url.h"

namespace cordon::sbom {
namespace {

// Where the package comes from, by what its package URL says and by the address beside it.
model::Origin origin_of(const PackageUrl& url, std::string_view resolved) {
  if (!url.qualifier("vcs_url").empty()) return model::Origin::git;
  if (resolved.starts_with("git")) return model::Origin::git;
  if (!url.qualifier("download_url").empty()) return model::Origin::http;
  return model::Origin::registry;
}

}  // namespace

DocumentBuilder::DocumentBuilder(const ReadOptions& options, std::string format) : options_(options) {
  out_.inventory.path = options.display_path;
  out_.inventory.format = std::move(format);
  out_.inventory.ecosystem = "generic";  // each component has its own
  out_.inventory.client = model::Client::other;
  out_.inventory.document = true;
}

// Instances are unique wherever a document keeps to its specification; where not, the id still is.
std::string DocumentBuilder::take_id(std::string_view instance) {
  std::string id = options_.display_path + "#" + std::string(instance);
  while (!ids_.insert(id).second) id += '\'';
  return id;
}

void DocumentBuilder::identify(model::Component& component) {
  const std::string_view resolved = component.resolved ? std::string_view(*component.resolved) : std::string_view();
  const auto url = parse_package_url(component.purl);
  if (component.alias == component.name) component.alias.reset();
  if (!url) {
    if (!component.purl.empty())
      note("invalid_value", component.place.line, "no package URL: " + text::visible(component.purl), true);
    if (component.name.empty()) component.name = component.purl;
    if (component.ecosystem.empty()) component.ecosystem = "generic";
    component.purl = model::make_purl("generic", component.name, component.version);
    component.registry = {std::string(), model::RegistryClass::unknown};
    return;
  }
  const std::string_view ecosystem = model::ecosystem_of_purl_type(url->type);
  // A library that was recognised in files has a name of its own beside the package that it is published as.
  if (component.ecosystem == "javascript" && component.origin == model::Origin::vendored && !component.name.empty()) {
    component.registry = {std::string(), model::RegistryClass::unknown};
    return;
  }
  if (!component.ecosystem.empty() && component.ecosystem != ecosystem && ecosystem != "generic")
    note("disagreement", component.place.line,
         "ecosystem " + text::visible(component.ecosystem) + " stands beside " + text::visible(component.purl), true);
  if (component.ecosystem.empty() || ecosystem != "generic") component.ecosystem = ecosystem;
  if (component.version.empty()) component.version = url->version;
  if (!url->version.empty() && url->version != component.version) {
    note("disagreement", component.place.line,
         "version " + text::visible(component.version) + " stands beside " + text::visible(component.purl), true);
    component.version = url->version;
  }
  if (url->type == "npm" && url->name != component.name && !component.alias) component.alias = component.name;
  component.name = url->name;
  if (component.alias == component.name) component.alias.reset();
  if (component.origin == model::Origin::registry) component.origin = origin_of(*url, resolved);
  component.registry = {std::string(), model::RegistryClass::unknown};
  if (component.origin == model::Origin::registry || component.origin == model::Origin::patch) {
    const bool address = model::Registries::is_web_address(resolved);
    component.registry = options_.registries->classify(
        component.ecosystem, address ? resolved : url->qualifier("repository_url"), component.name);
  }
  component.purl = model::make_purl(url->type, component.name, component.version, url->qualifiers);
}

DocumentBuilder::Node DocumentBuilder::add(model::Component component, std::string_view instance, std::string_view ref,
                                           ComponentFacts facts) {
  if (component.name.empty() && component.purl.empty()) {
    note("missing_field", component.place.line, "a component without a name", true);
    component.name = instance;
  }
  identify(component);
  component.id = take_id(instance);
  const Node node{false, static_cast<std::uint32_t>(out_.inventory.components.size())};
  if (!ref.empty()) name(ref, node);
  out_.inventory.components.push_back(std::move(component));
  out_.facts.components.push_back(std::move(facts));
  return node;
}

DocumentBuilder::Node DocumentBuilder::add(model::Root root, std::string_view instance, std::string_view ref) {
  root.id = take_id(instance);
  const Node node{true, static_cast<std::uint32_t>(out_.inventory.roots.size())};
  if (!ref.empty()) name(ref, node);
  out_.inventory.roots.push_back(std::move(root));
  return node;
}

void DocumentBuilder::depend(std::string_view from, std::string_view to, model::EdgeKind kind, std::uint32_t line) {
  links_.push_back({std::string(from), std::string(to), kind, line});
}

void DocumentBuilder::depend_as(std::string_view from, std::string_view to, model::EdgeKind kind) {
  kinds_[{std::string(from), std::string(to)}].push_back(kind);
}

void DocumentBuilder::unresolved(Node from, model::Unresolved what) { unresolved_.emplace_back(from, std::move(what)); }

void DocumentBuilder::note(std::string_view code, std::uint32_t line, std::string reason, bool incomplete) {
  std::vector<model::FileUnread>& unread = out_.inventory.unread;
  if (unread.size() >= kNotes) {
    ++more_notes_;
  } else {
    unread.push_back({options_.display_path, line, std::string(code), std::move(reason), incomplete});
  }
}

std::uint32_t DocumentBuilder::number(Node node) const {
  return node.index + (node.is_root ? static_cast<std::uint32_t>(out_.inventory.components.size()) : 0);
}

std::optional<DocumentBuilder::Node> DocumentBuilder::find(std::string_view ref) const {
  const auto found = nodes_.find(std::string(ref));
  return found == nodes_.end() ? std::nullopt : std::optional(found->second);
}

const DocumentBuilder::Node* DocumentBuilder::target(const std::string& ref, std::uint32_t line) {
  const auto found = nodes_.find(ref);
  if (found != nodes_.end()) return &found->second;
  if (dangling_.insert(ref).second)
    note("not_found", line, "a dependency names '" + text::visible(ref) + "', which is not described", true);
  return nullptr;
}

void DocumentBuilder::add_edge(Node from, Node to, model::EdgeKind kind) {
  out_.inventory.edges.push_back({number(from), number(to), kind, {}});
}

// A document that names no subject lists what nothing else asks for as its direct dependencies.
void DocumentBuilder::infer_root() {
  model::Inventory& inventory = out_.inventory;
  if (!inventory.roots.empty() || inventory.components.empty()) return;
  std::vector<bool> wanted(inventory.components.size(), false);
  for (const model::Edge& edge : inventory.edges) wanted[edge.to] = wanted[edge.to] || edge.from != edge.to;
  model::Root root;
  root.kind = model::RootKind::inferred;
  root.place = {options_.display_path, 0};
  const Node node = add(std::move(root), "", "");
  for (std::uint32_t i = 0; i < wanted.size(); ++i)
    if (!wanted[i]) add_edge(node, {false, i}, model::EdgeKind::runtime);
}

void DocumentBuilder::sort_edges() {
  std::vector<model::Edge>& edges = out_.inventory.edges;
  std::ranges::stable_sort(edges, {}, &model::Edge::from);
  // The same dependency stated twice is one; the first keeps its place.
  std::vector<model::Edge> kept;
  std::unordered_set<std::uint64_t> keys;
  for (model::Edge& edge : edges) {
    if (kept.empty() || kept.back().from != edge.from) keys.clear();
    if (keys.insert(std::uint64_t{edge.to} << 8 | static_cast<std::uint8_t>(edge.kind)).second)
      kept.push_back(std::move(edge));
  }
  edges = std::move(kept);
}

SbomDocument DocumentBuilder::finish() {
  model::Inventory& inventory = out_.inventory;
  std::unordered_set<std::uint32_t> targets;
  for (const Link& link : links_) {
    const Node* from = target(link.from, link.line);
    const Node* to = target(link.to, link.line);
    if (!from || !to) continue;
    const auto kinds = kinds_.find({link.from, link.to});
    if (kinds == kinds_.end()) {
      add_edge(*from, *to, link.kind);
    } else {
      for (const model::EdgeKind kind : kinds->second) add_edge(*from, *to, kind);
    }
    if (*from != *to) targets.insert(number(*to));
  }
  for (const auto& [outer, inner] : held_)
    if (!targets.contains(number(inner))) add_edge(outer, inner, model::EdgeKind::runtime);
  infer_root();
  sort_edges();
  for (auto& [from, what] : unresolved_) {
    what.from = number(from);
    inventory.unresolved.push_back(std::move(what));
  }
  std::ranges::stable_sort(inventory.unresolved, {}, &model::Unresolved::from);
  if (more_notes_ > 0)
    inventory.unread.push_back(
        {options_.display_path, 0, "too_many", std::to_string(more_notes_) + " further notes are left out", true});
  return std::move(out_);
}

}  // namespace cordon::sbom
