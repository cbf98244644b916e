#include <fmt/format.h>

#include "base/text.h"
#include "cli/coverage_text.h"
#include "cli/palette.h"
#include "cli/render.h"

namespace cordon::cli {
namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

class InventoryText {
 public:
  InventoryText(const model::Inventory& inventory, const Style& style) : inventory_(inventory), palette_(style) {}

  std::string text() {
    out_ = palette_.bold(text::visible(inventory_.path, 1'000)) +
           fmt::format("  {}: {}, {}, {}, {} unresolved\n", text::visible(inventory_.format),
                       counted(inventory_.components.size(), "component", "components"),
                       counted(inventory_.edges.size(), "edge", "edges"),
                       counted(inventory_.roots.size(), "root", "roots"), inventory_.unresolved.size());
    heading("roots", inventory_.roots.empty());
    for (const model::Root& each : inventory_.roots) root(each);
    heading("components", inventory_.components.empty());
    for (const model::Component& each : inventory_.components) component(each);
    heading("edges", inventory_.edges.empty());
    for (const model::Edge& each : inventory_.edges)
      out_ += fmt::format("    {} -> {}{}\n", node(each.from), node(each.to), asked(each.range, each.kind));
    heading("unresolved", inventory_.unresolved.empty());
    for (const model::Unresolved& each : inventory_.unresolved)
      out_ += fmt::format("    {} -> {}{}\n", node(each.from), text::visible(each.name), asked(each.range, each.kind));
    heading("overrides", inventory_.overrides.empty());
    for (const model::Override& each : inventory_.overrides)
      out_ +=
          fmt::format("    {} -> {}{}\n", text::visible(each.pattern), text::visible(each.replacement), at(each.place));
    out_ += '\n';
    return std::move(out_);
  }

 private:
  void heading(const char* name, bool nothing) {
    if (!nothing) out_ += "  " + palette_.bold(name) + "\n";
  }

  void root(const model::Root& root) {
    out_ += fmt::format("    {}  {}{}\n", named(root.name, root.version), to_string(root.kind), at(root.place));
    for (const model::Declared& declared : root.declared)
      out_ += fmt::format("      asks for {}{}\n", text::visible(declared.name), asked(declared.range, declared.kind));
  }

  void component(const model::Component& component) {
    out_ += "    " + named(component.name, component.version);
    if (component.alias) out_ += " as " + text::visible(*component.alias);
    out_ += palette_.dim(
        fmt::format("  {}{}{}", to_string(component.scope),
                    component.origin == model::Origin::registry ? "" : fmt::format(", {}", to_string(component.origin)),
                    component.install_script == model::InstallScript::yes ? ", runs code when installed" : ""));
    out_ += at(component.place) + "\n";
  }

  static std::string named(std::string_view name, std::string_view version) {
    std::string out = name.empty() ? "(no name)" : text::visible(name);
    return version.empty() ? out : out + "@" + text::visible(version);
  }
  std::string node(std::uint32_t index) const {
    if (!inventory_.is_root(index))
      return named(inventory_.components[index].name, inventory_.components[index].version);
    const model::Root& root = inventory_.roots[index - inventory_.components.size()];
    return named(root.name, root.version);
  }
  // " (^1.0.0, development)"
  std::string asked(std::string_view range, model::EdgeKind kind) const {
    std::string inside = text::visible(range);
    if (kind != model::EdgeKind::runtime) inside.append(inside.empty() ? "" : ", ").append(to_string(kind));
    return inside.empty() ? inside : palette_.dim(" (" + inside + ")");
  }
  std::string at(const model::Place& place) const { return palette_.dim("  " + place_text(place.path, place.line)); }

  const model::Inventory& inventory_;
  const Palette palette_;
  std::string out_;
};

}  // namespace

std::string render_inventory_json(const std::vector<model::Inventory>& inventories, const model::Coverage& coverage) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("schema", "cordon.inventory/1");
  writer.key("components").begin_array();
  for (const model::Inventory& inventory : inventories)
    for (const model::Component& component : inventory.components) write(writer, component);
  writer.end_array().key("edges").begin_array();
  for (const model::Inventory& inventory : inventories)
    for (const model::Edge& edge : inventory.edges)
      writer.begin_array().string(inventory.node_id(edge.from)).string(inventory.node_id(edge.to)).end_array();
  writer.end_array().key("roots").begin_array();
  for (const model::Inventory& inventory : inventories)
    for (const model::Root& root : inventory.roots) write(writer, root);
  writer.end_array().key("overrides").begin_array();
  for (const model::Inventory& inventory : inventories)
    for (const model::Override& rule : inventory.overrides) write(writer, rule);
  writer.end_array().key("coverage");
  write(writer, coverage);
  writer.end_object();
  out += '\n';
  return out;
}

std::string render_inventory_text(const std::vector<model::Inventory>& inventories, const model::Coverage& coverage,
                                  const Style& style) {
  std::string out;
  for (const model::Inventory& inventory : inventories) out += InventoryText(inventory, style).text();
  coverage_block(out, Palette(style), coverage);
  return out;
}

}  // namespace cordon::cli
