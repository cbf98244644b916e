#include "sbom/cyclonedx_read.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/json.h"
#include "base/text.h"
#include "sbom/cyclonedx_shapes.h"
#include "sbom/digest_form.h"
#include "sbom/omissions.h"
#include "sbom/properties.h"
#include "sbom/properties_read.h"
#include "sbom/shape_check.h"

namespace cordon::sbom {
namespace {

using Node = DocumentBuilder::Node;

// Types of components that are packages of software.
constexpr std::array<std::string_view, 4> kPackageTypes{"library", "framework", "application", "container"};

std::string full_name(const Value& component) {
  const std::string_view group = component["group"].text();
  std::string out(group);
  if (!group.empty()) out += '/';
  return out += component["name"].text();
}

std::vector<Property> properties_of(const Value& part) {
  std::vector<Property> out;
  for (const Value each : part["properties"].elements()) out.push_back({each["name"].text(), each["value"].text()});
  return out;
}

// Whether there are any; those that a package client could compare go into `integrity`.
bool read_hashes(const Value& hashes, std::vector<std::string>& integrity) {
  for (const Value hash : hashes.elements())
    if (auto sri = sri_of(hash["alg"].text(), hash["content"].text())) integrity.push_back(std::move(*sri));
  return hashes.size() > 0;
}

Value distribution_of(const Value& component) {
  for (const Value reference : component["externalReferences"].elements())
    if (reference["type"].text() == "distribution") return reference;
  return {};
}

model::Scope scope_of(std::string_view text) {
  if (text == "required") return model::Scope::runtime;
  if (text == "optional") return model::Scope::optional;
  if (text == "excluded") return model::Scope::development;
  return model::Scope::unknown;  // the specification's "required" by default is what tools write that know of none
}

std::string first_of(std::initializer_list<Value> texts) {
  for (const Value& each : texts)
    if (!each.text().empty()) return std::string(each.text());
  return {};
}

ComponentFacts facts_of(const Value& component) {
  return {first_of({component["supplier"]["name"], component["manufacturer"]["name"], component["publisher"]}),
          first_of({component["cpe"], component["swid"]["tagId"]})};
}

class Reader {
 public:
  Reader(const ReadOptions& options, const Document& document, std::string format)
      : options_(options), document_(document), root_(document.root()), builder_(options, std::move(format)) {}

  SbomDocument read(const FormNotes& form) {
    builder_.inventory().duplicates = document_.duplicates();
    for (const FormNote& each : form.notes)
      builder_.note("invalid_value", each.line, each.pointer + ": " + each.reason, false);
    if (form.more > 0)
      builder_.note("too_many", 0, std::to_string(form.more) + " further addresses of a wrong form", false);
    read_metadata();
    read_components(root_["components"], "/components", nullptr);
    read_services(root_["services"], "/services", nullptr);
    read_dependencies();
    read_compositions();
    omissions_.states_dependencies = builder_.facts().states_dependencies;
    note_omissions(omissions_, builder_);
    return builder_.finish();
  }

 private:
  model::Place place_of(const Value& part) const { return {options_.display_path, part.line()}; }

  static std::string_view instance_of(const Value& part, const std::string& pointer) {
    const std::string_view ref = part["bom-ref"].text();
    return ref.empty() ? std::string_view(pointer) : ref;
  }

  void read_metadata() {
    const Value metadata = root_["metadata"];
    DocumentFacts& facts = builder_.facts();
    facts.serial = root_["serialNumber"].text();
    facts.timestamp = metadata["timestamp"].text();
    const auto add = [](std::vector<std::string>& list, const Value& name) {
      if (!name.text().empty()) list.emplace_back(name.text());
    };
    for (const Value author : metadata["authors"].elements())
      add(facts.authors, author["name"] ? author["name"] : author["email"]);
    for (const char* maker : {"manufacturer", "manufacture", "supplier"}) add(facts.authors, metadata[maker]["name"]);
    const Value tools = metadata["tools"];
    for (const Value tool : tools.elements()) add(facts.tools, tool["name"] ? tool["name"] : tool["vendor"]);
    for (const char* list : {"components", "services"})
      for (const Value tool : tools[list].elements()) add(facts.tools, tool["name"]);
    if (const Value subject = metadata["component"]) read_subject(subject);
  }

  void read_subject(const Value& component) {
    const std::vector<Property> properties = properties_of(component);
    if (find_property(properties, property::kRoot) == "collection") {
      collection_ = component["bom-ref"].text();
      return;
    }
    const std::string pointer = "/metadata/component";
    const Node node = add_root(component, properties, pointer);
    if (component["hashes"].size() > 0)
      builder_.hold(node, add_component(component, properties, pointer + "/archive", ""));
    read_components(component["components"], "/metadata/component/components", &node);
  }

  Node add_root(const Value& component, const std::vector<Property>& properties, const std::string& pointer) {
    model::Root root;
    root.name = full_name(component);
    root.version = component["version"].text();
    root.kind =
        model::root_kind_from_string(find_property(properties, property::kRoot)).value_or(model::RootKind::project);
    root.place = place_of(component);
    const std::string_view ref = component["bom-ref"].text();
    const Node node = builder_.add(std::move(root), instance_of(component, pointer), ref);
    apply_edge_properties(properties, node, ref, builder_);
    return node;
  }

  void read_components(const Value& list, const std::string& pointer, const Node* holder) {
    std::size_t index = 0;
    for (const Value component : list.elements()) {
      const std::string here = pointer + "/" + std::to_string(index++);
      const std::vector<Property> properties = properties_of(component);
      const Node node = find_property(properties, property::kRoot).empty()
                            ? add_component(component, properties, std::string(instance_of(component, here)),
                                            component["bom-ref"].text())
                            : add_root(component, properties, here);
      if (holder) builder_.hold(*holder, node);
      read_components(component["components"], here + "/components", &node);
    }
  }

  Node add_component(const Value& part, const std::vector<Property>& properties, const std::string& instance,
                     std::string_view ref) {
    model::Component component;
    component.name = full_name(part);
    component.version = part["version"].text();
    component.purl = part["purl"].text();
    component.place = place_of(part);
    component.scope = scope_of(part["scope"].text());
    component.install_script = model::InstallScript::unknown;
    const Value distribution = distribution_of(part);
    if (!distribution["url"].text().empty()) component.resolved = distribution["url"].text();
    bool has_digest = read_hashes(part["hashes"], component.integrity);
    if (!has_digest) has_digest = read_hashes(distribution["hashes"], component.integrity);
    for (const Value choice : part["licenses"].elements()) {
      const Value licence = choice["license"];
      const Value text = choice["expression"] ? choice["expression"] : licence["id"] ? licence["id"] : licence["name"];
      component.licences.emplace_back(text.text());
    }
    apply_properties(properties, component);
    const bool has_purl = !component.purl.empty();
    const Node node = builder_.add(std::move(component), instance, ref, facts_of(part));
    if (!has_purl && std::ranges::find(kPackageTypes, part["type"].text()) == kPackageTypes.end()) {
      ++omissions_.not_packages;
    } else {
      omissions_.count(builder_.component(node), has_purl, has_digest);
    }
    apply_edge_properties(properties, node, ref, builder_);
    return node;
  }

  void read_services(const Value& list, const std::string& pointer, const Node* holder) {
    std::size_t index = 0;
    for (const Value service : list.elements()) {
      const std::string here = pointer + "/" + std::to_string(index++);
      model::Component component;
      component.name = full_name(service);
      component.version = service["version"].text();
      component.ecosystem = "service";
      component.place = place_of(service);
      component.scope = model::Scope::unknown;
      component.install_script = model::InstallScript::unknown;
      const Node node = builder_.add(std::move(component), instance_of(service, here), service["bom-ref"].text(),
                                     {std::string(service["provider"]["name"].text()), {}});
      if (holder) builder_.hold(*holder, node);
      read_services(service["services"], here + "/services", &node);
    }
  }

  void read_dependencies() {
    builder_.facts().states_dependencies = root_["dependencies"].size() > 0;
    for (const Value dependency : root_["dependencies"].elements()) {
      const std::string_view ref = dependency["ref"].text();
      if (!collection_.empty() && ref == collection_) continue;
      for (const Value target : dependency["dependsOn"].elements())
        builder_.depend(ref, target.text(), model::EdgeKind::runtime, target.line());
    }
  }

  void read_compositions() {
    std::uint32_t count = 0, line = 0;
    for (const Value composition : root_["compositions"].elements()) {
      const std::string_view aggregate = composition["aggregate"].text();
      const bool of_components =
          composition["assemblies"] || composition["dependencies"] || !composition["vulnerabilities"];
      omissions_.claims_complete |= of_components && aggregate == "complete";
      if (!of_components || !aggregate.starts_with("incomplete")) continue;
      if (count++ == 0) line = composition.line();
    }
    if (count > 0)
      builder_.note("incomplete", line, "the document says of itself that what it lists is incomplete", true);
  }

  const ReadOptions& options_;
  const Document& document_;
  Value root_;
  DocumentBuilder builder_;
  Omissions omissions_;
  std::string_view collection_;  // the document's name for a subject that only holds several projects together
};

// The minor version of a specification that is read.
Result<unsigned> minor_of(const Value& root) {
  const std::string_view version = root["specVersion"].text();
  constexpr std::array<std::string_view, 4> kVersions{"1.4", "1.5", "1.6", "1.7"};
  const auto known = std::ranges::find(kVersions, version);
  if (known == kVersions.end())
    return fail(
        version.empty() ? ErrorCode::missing_field : ErrorCode::unsupported_version,
        "CycloneDX " + (version.empty() ? "without specVersion" : text::visible(version)) + "; 1.4 to 1.7 are read",
        root["specVersion"].line());
  return static_cast<unsigned>(known - kVersions.begin()) + 4;
}

}  // namespace

Result<SbomDocument> read_cyclonedx(std::string text, const ReadOptions& options) {
  const Document document = TRY(json::parse(std::move(text), {.comments = false, .limits = options.limits}));
  const Value root = document.root();
  if (!root.is_object() || root["bomFormat"].text() != "CycloneDX")
    return fail(ErrorCode::unsupported_format, "/bomFormat: not 'CycloneDX'", root["bomFormat"].line());
  const unsigned minor = TRY(minor_of(root));
  const ShapeTable table = TRY(parse_shapes(cyclonedx_shapes(), minor));
  const FormNotes form = TRY(check_shapes(root, table));
  return Reader(options, document, "CycloneDX 1." + std::to_string(minor)).read(form);
}

}  // namespace cordon::sbom
