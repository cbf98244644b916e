#include "sbom/cyclonedx_write.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/json_write.h"
#include "model/spdx_licences.h"
#include "sbom/properties.h"
#include "sbom/text_form.h"

namespace cordon::sbom {
namespace {

constexpr std::string_view kSubjectRef = "cordon:subject";
constexpr std::string_view kNoSerial = "urn:uuid:00000000-0000-0000-0000-000000000000";

constexpr std::size_t kVersionLength = 1'024;  // the specification's; the package URL holds a longer one

using Key = std::pair<const model::Inventory*, std::uint32_t>;  // a node

class Document {
 public:
  Document(std::span<const model::Inventory> inventories, CycloneDxVersion version, const WriteOptions& options)
      : inventories_(inventories), version_(version), options_(options), parts_(parts_of(inventories)), out_(text_) {
    for (const Part& part : parts_) refs_[{part.inventory, part.node}] = &part.ref;
    for (const Part& part : parts_)
      if (part.inventory->is_root(part.node)) roots_.push_back(&part);
    for (const model::Inventory& inventory : inventories)
      for (const model::Unresolved& missing : inventory.unresolved)
        unresolved_.emplace(Key(&inventory, missing.from), &missing);
    const bool one_project = inventories.size() == 1 && !inventories[0].roots.empty();
    subject_ = one_project ? roots_.front() : nullptr;
  }

  std::string write() && {
    const char* number = version_ == CycloneDxVersion::v1_6 ? "1.6" : "1.7";
    out_.begin_object()
        .member("$schema", std::string("http://cyclonedx.org/schema/bom-") + number + ".schema.json")
        .member("bomFormat", "CycloneDX")
        .member("specVersion", number)
        .member("serialNumber", kNoSerial)
        .member("version", 1);
    write_metadata();
    out_.key("components").begin_array();
    for (const Part& part : parts_)
      if (&part != subject_) write_part(part);
    out_.end_array();
    write_dependencies();
    write_compositions();
    out_.end_object();
    text_ += '\n';
    return with_serial();
  }

 private:
  // The timestamp is no content: what was made twice from the same inventories has one serial number.
  std::string with_serial() {
    std::string content = text_;
    content.erase(timestamp_at_, timestamp_size_);
    const std::size_t at = text_.find(kNoSerial);
    text_.replace(at, kNoSerial.size(), "urn:uuid:" + content_uuid(content));
    return std::move(text_);
  }

  void property(std::string_view name, std::string_view value) {
    out_.begin_object().member("name", name).member("value", value).end_object();
  }

  void write_version(const std::string& version) {
    if (!version.empty() && length_of(version) <= kVersionLength) out_.member("version", version);
  }

  void write_metadata() {
    out_.key("metadata").begin_object();
    write_lifecycles();
    timestamp_at_ = text_.size();
    if (options_.timestamp) out_.member("timestamp", *options_.timestamp);
    timestamp_size_ = text_.size() - timestamp_at_;
    out_.key("tools").begin_object().key("components").begin_array().begin_object();
    out_.member("type", "application").member("name", "cordon");
    if (!options_.tool_version.empty()) out_.member("version", options_.tool_version);
    out_.end_object().end_array().end_object();
    if (!options_.author.empty())
      out_.key("authors").begin_array().begin_object().member("name", options_.author).end_object().end_array();
    write_subject();
    out_.key("properties").begin_array();
    for (const model::Inventory& inventory : inventories_) {
      property(property::kSource, inventory.path + " " + inventory.format);
      for (const model::Override& rule : inventory.overrides)
        property(property::kOverride, rule.pattern + " " + rule.replacement);
      for (const model::FileUnread& unread : inventory.unread)
        property(property::kUnread, unread.path + ":" + std::to_string(unread.line) + " " + unread.code);
    }
    out_.end_array().end_object();
  }

  // What was resolved and is not there yet is pre-build; what is installed has been built.
  void write_lifecycles() {
    std::set<std::string_view> phases;
    for (const model::Inventory& inventory : inventories_)
      phases.insert(inventory.format.starts_with("node_modules") ? "post-build" : "pre-build");
    out_.key("lifecycles").begin_array();
    for (const std::string_view phase : phases) out_.begin_object().member("phase", phase).end_object();
    out_.end_array();
  }

  void write_subject() {
    if (subject_) {
      out_.key("component");
      write_part(*subject_);
      return;
    }
    if (options_.subject_name.empty()) return;
    out_.key("component").begin_object().member("type", "application").member("bom-ref", kSubjectRef);
    out_.member("name", options_.subject_name);
    write_version(options_.subject_version);
    out_.key("properties").begin_array();
    property(property::kRoot, "collection");
    out_.end_array().end_object();
  }

  void write_part(const Part& part) {
    if (part.inventory->is_root(part.node)) {
      write_root(part, part.inventory->roots[part.node - part.inventory->components.size()]);
    } else {
      write_component(part, part.inventory->components[part.node]);
    }
  }

  void write_root(const Part& part, const model::Root& root) {
    out_.begin_object().member("type", "application").member("bom-ref", part.ref);
    out_.member("name", root.name.empty() ? part.inventory->path : root.name);
    write_version(root.version);
    write_evidence(root.place);
    out_.key("properties").begin_array();
    property(property::kRoot, to_string(root.kind));
    write_node_properties(part);
    out_.end_array().end_object();
  }

  void write_component(const Part& part, const model::Component& component) {
    const Source source = source_of(component);
    const std::vector<HexDigest> digests = hex_digests(component.integrity);
    out_.begin_object().member("type", "library").member("bom-ref", part.ref);
    const std::size_t slash = component.name.starts_with('@') ? component.name.find('/') : std::string::npos;
    if (slash != std::string::npos) out_.member("group", component.name.substr(0, slash));
    out_.member("name", slash == std::string::npos ? component.name : component.name.substr(slash + 1));
    write_version(component.version);
    write_scope(component.scope);
    if (!digests.empty()) {
      out_.key("hashes").begin_array();
      for (const HexDigest& digest : digests)
        out_.begin_object().member("alg", cyclonedx_name(digest.algorithm)).member("content", digest.hex).end_object();
      out_.end_array();
    }
    write_licences(component.licences);
    out_.member("purl", source.purl);
    if (source.is_address) {
      out_.key("externalReferences").begin_array().begin_object();
      out_.member("type", "distribution").member("url", *source.resolved).end_object().end_array();
    }
    write_evidence(component.place);
    out_.key("properties").begin_array();
    for (const OwnProperty& each : own_properties(component, source, digests)) property(each.name, each.value);
    write_node_properties(part);
    out_.end_array().end_object();
  }

  void write_scope(model::Scope scope) {
    switch (scope) {
      case model::Scope::runtime: out_.member("scope", "required"); break;
      case model::Scope::development: out_.member("scope", "excluded"); break;
      case model::Scope::optional:
      case model::Scope::development_optional: out_.member("scope", "optional"); break;
      case model::Scope::unknown: break;
    }
  }

  // 1.6 allows one expression alone, or ids and names; 1.7 allows both beside each other.
  void write_licences(const std::vector<std::string>& licences) {
    if (licences.empty()) return;
    const bool expressions = version_ == CycloneDxVersion::v1_7 || licences.size() == 1;
    out_.key("licenses").begin_array();
    for (const std::string& licence : licences) {
      const bool id = model::is_spdx_licence(licence);
      out_.begin_object();
      if (!id && expressions && model::is_licence_expression(licence)) {
        out_.member("expression", licence).member("acknowledgement", "declared");
      } else {
        out_.key("license").begin_object().member(id ? "id" : "name", licence);
        out_.member("acknowledgement", "declared").end_object();
      }
      out_.end_object();
    }
    out_.end_array();
  }

  void write_evidence(const model::Place& place) {
    out_.key("evidence").begin_object().key("occurrences").begin_array().begin_object();
    out_.member("location", place.path);
    if (place.line > 0) out_.member("line", place.line);
    out_.end_object().end_array().end_object();
  }

  const std::string& ref(const Part& part, std::uint32_t node) const {
    return *refs_.at(std::pair(part.inventory, node));
  }

  // The edges of a node. An inventory has them in order of `from`.
  static std::span<const model::Edge> edges_of(const Part& part) {
    const auto range = std::ranges::equal_range(part.inventory->edges, part.node, {}, &model::Edge::from);
    return {range.begin(), range.end()};
  }

  // Kinds of edges, where there is any but "dependencies" between the two; and what is not resolved.
  void write_node_properties(const Part& part) {
    const std::span<const model::Edge> edges = edges_of(part);
    std::set<std::uint32_t> special;
    for (const model::Edge& edge : edges)
      if (edge.kind != model::EdgeKind::runtime) special.insert(edge.to);
    for (const model::Edge& edge : edges)
      if (special.contains(edge.to))
        property(property::kEdge, std::string(to_string(edge.kind)) + " " + ref(part, edge.to));
    const auto [first, last] = unresolved_.equal_range({part.inventory, part.node});
    for (auto each = first; each != last; ++each) {
      const model::Unresolved& missing = *each->second;
      property(property::kUnresolved, std::string(to_string(missing.kind)) + " " + missing.name + " " + missing.range);
    }
  }

  void write_dependencies() {
    out_.key("dependencies").begin_array();
    if (!subject_ && !options_.subject_name.empty()) {
      out_.begin_object().member("ref", kSubjectRef).key("dependsOn").begin_array();
      for (const Part* root : roots_) out_.string(root->ref);
      out_.end_array().end_object();
    }
    for (const Part& part : parts_) {
      out_.begin_object().member("ref", part.ref).key("dependsOn").begin_array();
      std::set<std::uint32_t> written;
      for (const model::Edge& edge : edges_of(part))
        if (written.insert(edge.to).second) out_.string(ref(part, edge.to));
      out_.end_array().end_object();
    }
    out_.end_array();
  }

  void write_composition(std::string_view aggregate, const char* list, const std::vector<std::string_view>& refs) {
    if (refs.empty()) return;
    out_.begin_object().member("aggregate", aggregate).key(list).begin_array();
    for (const std::string_view each : refs) out_.string(each);
    out_.end_array().end_object();
  }

  // What is known to be missing: files that were not read, entries that were not understood, dependencies that the
  // lockfile leaves open. Of libraries in files those are found that somebody has described, and what they need stands
  // nowhere.
  void write_compositions() {
    std::vector<std::string_view> whole, lacking, closed, open, unsaid_whole, unsaid;
    std::set<Key> gaps;
    for (const auto& [from, missing] : unresolved_)
      if (is_gap(*missing)) gaps.insert(from);
    bool all = options_.complete;
    for (const Part& part : parts_) {
      const bool complete = options_.complete && is_complete(*part.inventory);
      all = all && complete;
      if (complete && part.inventory->ecosystem == "javascript") {
        if (part.inventory->is_root(part.node)) unsaid_whole.push_back(part.ref);
        unsaid.push_back(part.ref);
        continue;
      }
      if (part.inventory->is_root(part.node)) (complete ? whole : lacking).push_back(part.ref);
      const bool gap = !complete || gaps.contains({part.inventory, part.node});
      (gap ? open : closed).push_back(part.ref);
    }
    if (!subject_ && !options_.subject_name.empty()) (all ? whole : lacking).push_back(kSubjectRef);
    out_.key("compositions").begin_array();
    write_composition("complete", "assemblies", whole);
    write_composition("incomplete", "assemblies", lacking);
    write_composition("complete", "dependencies", closed);
    write_composition("incomplete", "dependencies", open);
    write_composition("unknown", "assemblies", unsaid_whole);
    write_composition("unknown", "dependencies", unsaid);
    out_.end_array();
  }

  std::span<const model::Inventory> inventories_;
  CycloneDxVersion version_;
  const WriteOptions& options_;
  std::vector<Part> parts_;
  std::map<Key, const std::string*> refs_;
  std::multimap<Key, const model::Unresolved*> unresolved_;
  std::vector<const Part*> roots_;
  const Part* subject_ = nullptr;
  std::string text_;
  json::Writer out_;
  std::size_t timestamp_at_ = 0, timestamp_size_ = 0;
};

}  // namespace

std::string write_cyclonedx(std::span<const model::Inventory> inventories, CycloneDxVersion version,
                            const WriteOptions& options) {
  return Document(inventories, version, options).write();
}

}  // namespace cordon::sbom
