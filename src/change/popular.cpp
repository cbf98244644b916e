#include "change/popular.h"

#include <string>

#include "change/name_data.h"

namespace cordon::change {

bool has_list(std::string_view ecosystem) { return ecosystem == "npm"; }

std::optional<Magnitude> popularity(std::string_view ecosystem, std::string_view name) {
  return has_list(ecosystem) ? find_name(npm_names(), name) : std::nullopt;
}

bool is_listed_scope(std::string_view ecosystem, std::string_view scope) {
  if (!has_list(ecosystem) || !scope.starts_with('@')) return false;
  const std::string_view list = npm_names();
  // '0' follows '/': names of the scope lie between the two.
  return lower_bound(list, std::string(scope) + '/') != lower_bound(list, std::string(scope) + '0');
}

}  // namespace cordon::change
