#include "model/root_purl.h"

#include "model/purl.h"
#include "model/purl_types.h"

namespace cordon::model {

std::string root_purl(const Inventory& inventory, const Root& root) {
  if (root.name.empty() || inventory.ecosystem == "github-actions") return {};
  return make_purl(purl_type_of_ecosystem(inventory.ecosystem), root.name, root.version);
}

}  // namespace cordon::model
