#include <fmt/format.h>

#include "base/text.h"
#include "cli/palette.h"
#include "cli/render.h"

namespace cordon::cli {

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
  const Palette palette(style);
  std::string out;
  for (const model::Inventory& inventory : inventories) {
    out += palette.bold(text::visible(inventory.path, 1'000)) +
           fmt::format("  {}: {} components, {} edges, {} roots, {} unresolved\n", inventory.format,
                       inventory.components.size(), inventory.edges.size(), inventory.roots.size(),
                       inventory.unresolved.size());
    for (const model::Component& component : inventory.components) {
      out += fmt::format("  {} {}", text::visible(component.name), text::visible(component.version));
      if (component.alias) out += fmt::format(" as {}", text::visible(*component.alias));
      out += palette.dim(fmt::format(
          "  {}{}{}  {}", to_string(component.scope),
          component.origin == model::Origin::registry ? "" : fmt::format(", {}", to_string(component.origin)),
          component.install_script == model::InstallScript::yes ? ", runs code when installed" : "",
          place_text(component.place.path, component.place.line)));
      out += '\n';
    }
    out += '\n';
  }
  for (const model::FileUnread& unread : coverage.unread)
    out += fmt::format("not read: {}  {}\n", place_text(unread.path, unread.line), text::visible(unread.reason, 400));
  return out;
}

}  // namespace cordon::cli
