// The query language: what is accepted keeps to its limits and finds only components that are there.
#include <string_view>

#include "check_document.h"
#include "model/purl.h"
#include "sbom/query.h"

using namespace cordon;
using namespace cordon::sbom;

namespace {

model::Component component(const char* name, const char* version, model::Scope scope) {
  model::Component out;
  out.id = std::string("x#") + name;
  out.ecosystem = "npm";
  out.name = name;
  out.version = version;
  out.purl = model::make_purl("npm", name, version);
  out.scope = scope;
  return out;
}

model::Inventory inventory() {
  model::Inventory out;
  out.path = "x";
  out.components = {component("axios", "1.14.1", model::Scope::runtime), component("b", "", model::Scope::development)};
  out.components[0].licences = {"MIT", "ISC"};
  out.roots.resize(1);
  out.edges = {{2, 0, model::EdgeKind::runtime, ""}};
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto query = parse_query(text);
  if (!query) {
    const Error& error = query.error();
    fuzz::expect(!error.message.empty() && fuzz::is_visible(error.message) && error.column <= size + 1);
    return 0;
  }
  fuzz::expect(!query->conditions.empty() && query->conditions.size() <= Query::kMaxConditions);
  for (const Condition& condition : query->conditions)
    fuzz::expect(!condition.values.empty() && condition.values.size() <= Query::kMaxValues);
  static const model::Inventory kInventory = inventory();
  for (const QueryMatch& match : run_query(*query, kInventory))
    fuzz::expect(match.component < kInventory.components.size());
  return 0;
}
