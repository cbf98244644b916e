#include "sbom/spdx_read.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "base/json.h"
#include "base/text.h"
#include "sbom/digest_form.h"
#include "sbom/omissions.h"
#include "sbom/properties.h"
#include "sbom/properties_read.h"
#include "sbom/shape_check.h"
#include "sbom/spdx_shapes.h"

namespace cordon::sbom {
namespace {

using model::EdgeKind;
using Node = DocumentBuilder::Node;

// How a relationship "A type B" reads as a dependency.
struct Dependency {
  std::string_view type;
  bool reversed;  // B needs A
  EdgeKind kind;
};
constexpr std::array kDependencies{
    Dependency{"DEPENDS_ON", false, EdgeKind::runtime},
    Dependency{"DEPENDENCY_OF", true, EdgeKind::runtime},
    Dependency{"RUNTIME_DEPENDENCY_OF", true, EdgeKind::runtime},
    Dependency{"PROVIDED_DEPENDENCY_OF", true, EdgeKind::runtime},
    Dependency{"STATIC_LINK", false, EdgeKind::runtime},
    Dependency{"DYNAMIC_LINK", false, EdgeKind::runtime},
    Dependency{"BUILD_DEPENDENCY_OF", true, EdgeKind::development},
    Dependency{"BUILD_TOOL_OF", true, EdgeKind::development},
    Dependency{"DEV_DEPENDENCY_OF", true, EdgeKind::development},
    Dependency{"DEV_TOOL_OF", true, EdgeKind::development},
    Dependency{"TEST_DEPENDENCY_OF", true, EdgeKind::development},
    Dependency{"TEST_TOOL_OF", true, EdgeKind::development},
    Dependency{"OPTIONAL_DEPENDENCY_OF", true, EdgeKind::optional},
    Dependency{"OPTIONAL_COMPONENT_OF", true, EdgeKind::optional},
    Dependency{"PREREQUISITE_FOR", true, EdgeKind::peer},
    Dependency{"HAS_PREREQUISITE", false, EdgeKind::peer},
};
// The same for one that holds another.
constexpr std::array<std::pair<std::string_view, bool>, 4> kContainments{
    {{"CONTAINS", false}, {"CONTAINED_BY", true}, {"PACKAGE_OF", true}, {"EXPANDED_FROM_ARCHIVE", true}}};
constexpr std::array<std::string_view, 6> kNoPackages{
    "FILE", "DEVICE", "FIRMWARE", "OPERATING-SYSTEM", "OPERATING_SYSTEM", "SOURCE"};

bool is_said(std::string_view text) { return !text.empty() && text != "NOASSERTION" && text != "NONE"; }

// "Organization: Name (mail)" without what kind of maker it is.
std::string_view maker_of(std::string_view text) {
  for (const std::string_view kind : {"Organization: ", "Person: ", "Tool: "})
    if (text.starts_with(kind)) text.remove_prefix(kind.size());
  return is_said(text) ? text : std::string_view();
}

// Lines "cordon:name=value" of a comment.
std::vector<Property> properties_of(std::string_view comment) {
  std::vector<Property> out;
  for (std::size_t start = 0; start < comment.size();) {
    const std::size_t end = std::min(comment.find('\n', start), comment.size());
    const std::string_view line = comment.substr(start, end - start);
    const std::size_t equal = line.find('=');
    if (line.starts_with(property::kPrefix) && equal != std::string_view::npos)
      out.push_back({line.substr(0, equal), line.substr(equal + 1)});
    start = end + 1;
  }
  return out;
}

class Reader {
 public:
  Reader(const ReadOptions& options, const Document& document, std::string format)
      : options_(options), document_(document), root_(document.root()), builder_(options, std::move(format)) {}

  SbomDocument read() {
    builder_.inventory().duplicates = document_.duplicates();
    read_creation();
    find_described();
    for (const Value info : root_["hasExtractedLicensingInfos"].elements())
      if (!info["name"].text().empty()) licence_names_.emplace(info["licenseId"].text(), info["name"].text());
    for (const Value package : root_["packages"].elements()) read_package(package);
    for (const Value file : root_["files"].elements()) elsewhere_.insert(file["SPDXID"].text());
    for (const Value snippet : root_["snippets"].elements()) elsewhere_.insert(snippet["SPDXID"].text());
    for (const Value relationship : root_["relationships"].elements()) read_relationship(relationship);
    if (external_ > 0)
      builder_.note("not_found", external_line_,
                    std::to_string(external_) + " relationships lead to other documents, which are not read", true);
    omissions_.not_packages += static_cast<std::uint32_t>(elsewhere_.size());
    omissions_.states_dependencies = builder_.facts().states_dependencies;
    note_omissions(omissions_, builder_);
    return builder_.finish();
  }

 private:
  void read_creation() {
    DocumentFacts& facts = builder_.facts();
    const Value creation = root_["creationInfo"];
    facts.serial = root_["documentNamespace"].text();
    facts.timestamp = creation["created"].text();
    const std::vector<Property> own = properties_of(creation["comment"].text());
    omissions_.claims_complete = find_property(own, property::kComplete) == "true";
    if (find_property(own, property::kComplete) == "false")
      builder_.note("incomplete", creation.line(), "the document says of itself that what it lists is incomplete",
                    true);
    for (const Value creator : creation["creators"].elements()) {
      const std::string_view maker = maker_of(creator.text());
      if (!maker.empty()) (creator.text().starts_with("Tool: ") ? facts.tools : facts.authors).emplace_back(maker);
    }
  }

  void find_described() {
    for (const Value id : root_["documentDescribes"].elements()) described_.insert(id.text());
    const std::string_view self = root_["SPDXID"].text();
    for (const Value each : root_["relationships"].elements()) {
      const std::string_view type = each["relationshipType"].text();
      const std::string_view from = each["spdxElementId"].text(), to = each["relatedSpdxElement"].text();
      if (type == "DESCRIBES" && from == self) described_.insert(to);
      if (type == "DESCRIBED_BY" && to == self) described_.insert(from);
    }
    if (described_.size() > 1) keep_subjects();
  }

  // Some tools describe every package: of several, the subjects are those that something belongs to.
  void keep_subjects() {
    std::unordered_set<std::string_view> outer;
    for (const Value each : root_["relationships"].elements()) {
      const std::string_view type = each["relationshipType"].text();
      const auto dependency = std::ranges::find(kDependencies, type, &Dependency::type);
      const auto containment = std::ranges::find(kContainments, type, &std::pair<std::string_view, bool>::first);
      if (dependency == kDependencies.end() && containment == kContainments.end()) continue;
      const bool reversed = dependency != kDependencies.end() ? dependency->reversed : containment->second;
      outer.insert(each[reversed ? "relatedSpdxElement" : "spdxElementId"].text());
    }
    std::erase_if(described_, [&](std::string_view id) { return !outer.contains(id); });
  }

  void read_package(const Value& package) {
    const std::vector<Property> properties = properties_of(package["comment"].text());
    const std::string_view id = package["SPDXID"].text();
    const std::string_view kind = find_property(properties, property::kRoot);
    if (kind == "collection") return;  // it only holds several projects together
    Node node;
    if (described_.contains(id) || !kind.empty()) {
      model::Root root;
      root.name = package["name"].text();
      root.version = package["versionInfo"].text();
      root.kind = model::root_kind_from_string(kind).value_or(model::RootKind::project);
      root.place = {options_.display_path, package.line()};
      node = builder_.add(std::move(root), id, id);
      if (package["checksums"].size() > 0)
        builder_.hold(node, add_component(package, properties, std::string(id) + "/archive", ""));
    } else {
      node = add_component(package, properties, id, id);
    }
    apply_edge_properties(properties, node, id, builder_);
  }

  Node add_component(const Value& package, const std::vector<Property>& properties, std::string_view instance,
                     std::string_view ref) {
    model::Component component;
    component.name = package["name"].text();
    component.version = package["versionInfo"].text();
    ComponentFacts facts;
    for (const Value reference : package["externalRefs"].elements()) {
      const std::string_view type = reference["referenceType"].text(), locator = reference["referenceLocator"].text();
      if (type == "purl" && component.purl.empty()) component.purl = locator;
      if (type.starts_with("cpe2") || type == "swid") facts.identifier = locator;
    }
    component.place = {options_.display_path, package.line()};
    component.scope = model::Scope::unknown;
    component.install_script = model::InstallScript::unknown;
    const std::string_view location = package["downloadLocation"].text();
    if (is_said(location)) component.resolved = location;
    for (const Value checksum : package["checksums"].elements())
      if (auto sri = sri_of(checksum["algorithm"].text(), checksum["checksumValue"].text()))
        component.integrity.push_back(std::move(*sri));
    read_licence(package, component);
    apply_properties(properties, component);
    const Value supplier = package["supplier"];
    facts.supplier = maker_of(supplier ? supplier.text() : package["originator"].text());
    const bool has_purl = !component.purl.empty();
    const Node node = builder_.add(std::move(component), instance, ref, std::move(facts));
    const auto purpose = std::ranges::find(kNoPackages, package["primaryPackagePurpose"].text());
    if (!has_purl && purpose != kNoPackages.end()) {
      ++omissions_.not_packages;
    } else {
      omissions_.count(builder_.component(node), has_purl, package["checksums"].size() > 0);
    }
    return node;
  }

  // What the package says of itself, else what someone concluded. A reference is given by its name.
  void read_licence(const Value& package, model::Component& component) {
    for (const char* field : {"licenseDeclared", "licenseConcluded"}) {
      const std::string_view licence = package[field].text();
      if (!is_said(licence)) continue;
      const auto named = licence_names_.find(licence);
      component.licences.emplace_back(named == licence_names_.end() ? licence : named->second);
      return;
    }
  }

  void read_relationship(const Value& each) {
    const std::string_view type = each["relationshipType"].text();
    std::string_view from = each["spdxElementId"].text(), to = each["relatedSpdxElement"].text();
    const auto dependency = std::ranges::find(kDependencies, type, &Dependency::type);
    if (dependency != kDependencies.end()) {
      builder_.facts().states_dependencies = true;
      if (dependency->reversed) std::swap(from, to);
      if (!leads_to_package(from, each) || !leads_to_package(to, each)) return;
      const std::vector<Property> own = properties_of(each["comment"].text());
      const auto kind = model::edge_kind_from_string(find_property(own, property::kEdge));
      builder_.depend(from, to, kind.value_or(dependency->kind), each.line());
      return;
    }
    const auto containment = std::ranges::find(kContainments, type, &std::pair<std::string_view, bool>::first);
    if (containment == kContainments.end()) return;
    if (containment->second) std::swap(from, to);
    const auto outer = builder_.find(from), inner = builder_.find(to);
    if (outer && inner) builder_.hold(*outer, *inner);
  }

  // Whether the name is that of a part of this document that is not known to be something else than a package.
  bool leads_to_package(std::string_view id, const Value& relationship) {
    if (id.starts_with("DocumentRef-")) {
      if (external_++ == 0) external_line_ = relationship.line();
      return false;
    }
    return is_said(id) && !elsewhere_.contains(id) && id != root_["SPDXID"].text();
  }

  const ReadOptions& options_;
  const Document& document_;
  Value root_;
  DocumentBuilder builder_;
  Omissions omissions_;
  std::unordered_set<std::string_view> described_;
  std::unordered_set<std::string_view> elsewhere_;  // files and snippets
  std::unordered_map<std::string_view, std::string_view> licence_names_;
  std::uint32_t external_ = 0, external_line_ = 0;
};

}  // namespace

Result<SbomDocument> read_spdx(std::string text, const ReadOptions& options) {
  const Document document = TRY(json::parse(std::move(text), {.comments = false, .limits = options.limits}));
  const Value root = document.root();
  const std::string_view version = root["spdxVersion"].text();
  if (!root.is_object() || !version.starts_with("SPDX-"))
    return fail(ErrorCode::unsupported_format, "/spdxVersion: not 'SPDX-2.2' or 'SPDX-2.3'",
                root["spdxVersion"].line());
  if (version != "SPDX-2.2" && version != "SPDX-2.3")
    return fail(ErrorCode::unsupported_version, text::visible(version) + "; SPDX-2.2 and SPDX-2.3 are read",
                root["spdxVersion"].line());
  const ShapeTable table = TRY(parse_shapes(spdx_shapes(), version == "SPDX-2.2" ? 2 : 3));
  TRY(check_shapes(root, table));
  return Reader(options, document, "SPDX " + std::string(version.substr(5))).read();
}

}  // namespace cordon::sbom
