#include "sbom/spdx_write.h"

#include <algorithm>
#include <map>

#include "base/json_write.h"
#include "base/sha256.h"
#include "model/spdx_licences.h"
#include "sbom/properties.h"

namespace cordon::sbom {
namespace {

using model::EdgeKind;

constexpr std::string_view kNoNamespace = "urn:uuid:00000000-0000-0000-0000-000000000000";
constexpr std::string_view kNoTime = "1970-01-01T00:00:00Z";
constexpr std::string_view kSubjectId = "SPDXRef-Subject";

using Key = std::pair<const model::Inventory*, std::uint32_t>;  // a node

std::string only_allowed(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 60)) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
    if (allowed || !out.ends_with('-')) out += allowed ? c : '-';
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out(text);
  std::ranges::replace(out, '\n', ' ');
  return out;
}

class Document {
 public:
  Document(std::span<const model::Inventory> inventories, const WriteOptions& options)
      : inventories_(inventories), options_(options), parts_(parts_of(inventories)), out_(text_) {
    for (const model::Inventory& inventory : inventories)
      for (const model::Unresolved& missing : inventory.unresolved)
        unresolved_.emplace(Key(&inventory, missing.from), &missing);
    for (const Part& part : parts_) name(part);
  }

  std::string write() && {
    out_.begin_object()
        .member("spdxVersion", "SPDX-2.3")
        .member("dataLicense", "CC0-1.0")
        .member("SPDXID", "SPDXRef-DOCUMENT")
        .member("name", document_name())
        .member("documentNamespace", kNoNamespace);
    write_creation();
    out_.key("packages").begin_array();
    for (const Part& part : parts_) write_package(part);
    if (has_subject()) write_subject();
    out_.end_array();
    write_relationships();
    write_licences();
    out_.end_object();
    text_ += '\n';
    std::string content = text_;
    content.erase(time_at_, time_size_);
    text_.replace(text_.find(kNoNamespace), kNoNamespace.size(), "urn:uuid:" + content_uuid(content));
    return std::move(text_);
  }

 private:
  // Several projects, or none, are held together by what the options name.
  bool has_subject() const {
    const bool one_project = inventories_.size() == 1 && !inventories_[0].roots.empty();
    return !one_project && !options_.subject_name.empty();
  }

  std::string document_name() const {
    if (!options_.subject_name.empty()) return options_.subject_name;
    for (const model::Inventory& inventory : inventories_)
      for (const model::Root& root : inventory.roots)
        if (!root.name.empty()) return root.name;
    return inventories_.empty() ? "nothing" : inventories_[0].path;
  }

  void name(const Part& part) {
    const bool root = part.inventory->is_root(part.node);
    const std::size_t index = part.node - (root ? part.inventory->components.size() : 0);
    const std::string words =
        root ? part.inventory->roots[index].name + "-" + part.inventory->roots[index].version
             : part.inventory->components[index].name + "-" + part.inventory->components[index].version;
    ids_[{part.inventory, part.node}] = std::string(root ? "SPDXRef-Project-" : "SPDXRef-Package-") +
                                        only_allowed(words) + "-" + sha256_hex(part.ref, 8);
  }

  const std::string& id(const Part& part, std::uint32_t node) const { return ids_.at({part.inventory, node}); }

  void write_creation() {
    out_.key("creationInfo").begin_object();
    out_.key("created");
    time_at_ = text_.size();
    out_.string(options_.timestamp ? std::string_view(*options_.timestamp) : kNoTime);
    time_size_ = text_.size() - time_at_;
    const std::string version = options_.tool_version.empty() ? "" : "-" + options_.tool_version;
    out_.key("creators").begin_array();
    if (!options_.author.empty()) out_.string("Organization: " + one_line(options_.author));
    out_.string("Tool: cordon" + version).end_array();
    bool complete = options_.complete;
    std::string comment;
    for (const model::Inventory& inventory : inventories_) {
      complete = complete && is_complete(inventory);
      comment += std::string(property::kSource) + "=" + one_line(inventory.path) + " " + inventory.format + "\n";
      for (const model::Override& rule : inventory.overrides)
        comment += std::string(property::kOverride) + "=" + one_line(rule.pattern + " " + rule.replacement) + "\n";
      for (const model::FileUnread& unread : inventory.unread)
        comment += std::string(property::kUnread) + "=" + one_line(unread.path) + ":" + std::to_string(unread.line) +
                   " " + unread.code + "\n";
    }
    out_.member("comment", comment + std::string(property::kComplete) + "=" + (complete ? "true" : "false"))
        .end_object();
  }

  void write_subject() {
    out_.begin_object().member("SPDXID", kSubjectId).member("name", options_.subject_name);
    if (!options_.subject_version.empty()) out_.member("versionInfo", options_.subject_version);
    out_.member("downloadLocation", "NOASSERTION").member("filesAnalyzed", false);
    out_.member("primaryPackagePurpose", "APPLICATION");
    out_.member("comment", std::string(property::kRoot) + "=collection").end_object();
  }

  void write_package(const Part& part) {
    out_.begin_object().member("SPDXID", id(part, part.node));
    if (part.inventory->is_root(part.node)) {
      write_root(part, part.inventory->roots[part.node - part.inventory->components.size()]);
    } else {
      write_component(part, part.inventory->components[part.node]);
    }
    out_.end_object();
  }

  void write_root(const Part& part, const model::Root& root) {
    out_.member("name", root.name.empty() ? part.inventory->path : root.name);
    if (!root.version.empty()) out_.member("versionInfo", root.version);
    out_.member("downloadLocation", "NOASSERTION").member("filesAnalyzed", false);
    out_.member("primaryPackagePurpose", "APPLICATION");
    write_place(root.place);
    out_.member("comment",
                std::string(property::kRoot) + "=" + std::string(to_string(root.kind)) + "\n" + unresolved_lines(part));
  }

  void write_component(const Part& part, const model::Component& component) {
    const Source source = source_of(component);
    const std::vector<HexDigest> digests = hex_digests(component.integrity);
    out_.member("name", component.name);
    if (!component.version.empty()) out_.member("versionInfo", component.version);
    out_.member("downloadLocation", source.is_address ? *source.resolved : "NOASSERTION")
        .member("filesAnalyzed", false);
    if (!digests.empty()) {
      out_.key("checksums").begin_array();
      for (const HexDigest& digest : digests)
        out_.begin_object()
            .member("algorithm", spdx_name(digest.algorithm))
            .member("checksumValue", digest.hex)
            .end_object();
      out_.end_array();
    }
    out_.member("licenseConcluded", "NOASSERTION").member("licenseDeclared", licence_of(component.licences));
    out_.member("copyrightText", "NOASSERTION").member("supplier", "NOASSERTION");
    out_.key("externalRefs").begin_array().begin_object();
    out_.member("referenceCategory", "PACKAGE-MANAGER").member("referenceType", "purl");
    out_.member("referenceLocator", source.purl).end_object().end_array();
    out_.member("primaryPackagePurpose", "LIBRARY");
    write_place(component.place);
    std::string comment;
    for (const OwnProperty& each : own_properties(component, source, digests))
      comment += std::string(each.name) + "=" + one_line(each.value) + "\n";
    if (component.scope == model::Scope::runtime) comment += std::string(property::kScope) + "=runtime\n";
    if (component.licences.size() > 1)
      for (const std::string& licence : component.licences)
        comment += std::string(property::kLicence) + "=" + one_line(licence) + "\n";
    comment += unresolved_lines(part);
    if (!comment.empty()) out_.member("comment", comment);
  }

  void write_place(const model::Place& place) {
    out_.member("sourceInfo", place.line > 0 ? place.path + ":" + std::to_string(place.line) : place.path);
  }

  std::string unresolved_lines(const Part& part) const {
    std::string out;
    const auto [first, last] = unresolved_.equal_range({part.inventory, part.node});
    for (auto each = first; each != last; ++each)
      out += std::string(property::kUnresolved) + "=" + std::string(to_string(each->second->kind)) + " " +
             one_line(each->second->name + " " + each->second->range) + "\n";
    return out;
  }

  // Several are several statements of the source, of which it does not say how they belong together: what holds in any
  // case is that all of them stand there.
  std::string licence_of(const std::vector<std::string>& licences) {
    if (licences.empty()) return "NOASSERTION";
    std::string out;
    for (const std::string& licence : licences) {
      if (!out.empty()) out += " AND ";
      if (!model::is_licence_expression(licence)) {
        out += reference_to(licence);
      } else {
        out += licences.size() > 1 && licence.find(' ') != std::string::npos ? "(" + licence + ")" : licence;
      }
    }
    return out;
  }

  const std::string& reference_to(const std::string& licence) {
    const auto [found, fresh] = licence_refs_.try_emplace(licence);
    if (fresh) found->second = "LicenseRef-" + only_allowed(licence) + "-" + sha256_hex(licence, 4);
    return found->second;
  }

  void write_licences() {
    if (licence_refs_.empty()) return;
    out_.key("hasExtractedLicensingInfos").begin_array();
    for (const auto& [licence, reference] : licence_refs_)
      out_.begin_object()
          .member("licenseId", reference)
          .member("name", licence)
          .member("extractedText", licence)
          .end_object();
    out_.end_array();
  }

  void relate(std::string_view from, std::string_view type, std::string_view to, std::string_view comment = {}) {
    out_.begin_object().member("spdxElementId", from).member("relationshipType", type).member("relatedSpdxElement", to);
    if (!comment.empty()) out_.member("comment", std::string(property::kEdge) + "=" + std::string(comment));
    out_.end_object();
  }

  void write_edge(const std::string& from, const std::string& to, EdgeKind kind) {
    switch (kind) {
      case EdgeKind::runtime: return relate(from, "DEPENDS_ON", to);
      case EdgeKind::workspace: return relate(from, "DEPENDS_ON", to, to_string(kind));
      case EdgeKind::development: return relate(to, "DEV_DEPENDENCY_OF", from);
      case EdgeKind::optional: return relate(to, "OPTIONAL_DEPENDENCY_OF", from);
      case EdgeKind::peer: return relate(to, "PREREQUISITE_FOR", from);
      case EdgeKind::peer_optional: return relate(to, "PREREQUISITE_FOR", from, to_string(kind));
    }
  }

  void write_relationships() {
    out_.key("relationships").begin_array();
    const bool subject = has_subject();
    if (subject) relate("SPDXRef-DOCUMENT", "DESCRIBES", kSubjectId);
    for (const Part& part : parts_) {
      if (!part.inventory->is_root(part.node)) continue;
      relate("SPDXRef-DOCUMENT", "DESCRIBES", id(part, part.node));
      if (subject) relate(kSubjectId, "CONTAINS", id(part, part.node));
    }
    for (const Part& part : parts_) {
      const auto edges = std::ranges::equal_range(part.inventory->edges, part.node, {}, &model::Edge::from);
      for (const model::Edge& edge : edges) write_edge(id(part, part.node), id(part, edge.to), edge.kind);
    }
    out_.end_array();
  }

  std::span<const model::Inventory> inventories_;
  const WriteOptions& options_;
  std::vector<Part> parts_;
  std::map<Key, std::string> ids_;
  std::multimap<Key, const model::Unresolved*> unresolved_;
  std::map<std::string, std::string> licence_refs_;
  std::string text_;
  json::Writer out_;
  std::size_t time_at_ = 0, time_size_ = 0;
};

}  // namespace

std::string write_spdx(std::span<const model::Inventory> inventories, const WriteOptions& options) {
  return Document(inventories, options).write();
}

}  // namespace cordon::sbom
