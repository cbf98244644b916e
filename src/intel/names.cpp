#include "intel/names.h"

#include "intel/package_form.h"
#include "model/purl.h"
#include "model/purl_types.h"

namespace cordon::intel {

std::vector<PackageName> names_of(const model::Component& component) {
  std::vector<PackageName> names{{component.ecosystem, normal_name(component.ecosystem, component.name)}};
  if (component.ecosystem != "javascript") return names;
  const auto published = model::parse_purl(component.purl);
  if (!published || published->type == "generic") return names;
  const std::string ecosystem(model::ecosystem_of_purl_type(published->type));
  const std::string name = published->full_name();
  names.push_back({ecosystem, normal_name(ecosystem, name)});
  return names;
}

}  // namespace cordon::intel
