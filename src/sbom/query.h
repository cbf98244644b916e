// A small language of conditions over components: `name=axios version<1.15 scope!=dev`.
//
//   query      = condition { blank condition }          all must hold
//   condition  = field operator value { "," value }     any of the values; for "!=" and "!~" none of them
//   operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~"
//   value      = characters without blank and comma, or in double quotes any ("\"" and "\\" escaped)
//
// Fields: name, version, ecosystem, scope (runtime, dev, optional, unknown), origin, registry, class, licence,
// install-script (yes, no, unknown), integrity, purl, alias, file (of the inventory), path (of the entry's file),
// direct (yes, no). "=" compares whole values without case for all but name, version, integrity, path and file; of
// licence and integrity one of several is enough. "~" means: contains, without case. "<" and its like order versions by
// their ecosystem's rules and are allowed for version only; a version that has no place in the order satisfies none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/graph.h"
#include "model/inventory.h"

namespace cordon::sbom {

enum class QueryField : std::uint8_t {
  name,
  version,
  ecosystem,
  scope,
  origin,
  registry,
  registry_class,
  licence,
  install_script,
  integrity,
  purl,
  alias,
  file,
  path,
  direct,
};

enum class QueryOperator : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal, has, has_not };

struct Condition {
  QueryField field = QueryField::name;
  QueryOperator operation = QueryOperator::equal;
  std::vector<std::string> values;  // at least one
};

struct Query {
  static constexpr std::size_t kMaxBytes = 4'096;
  static constexpr std::size_t kMaxConditions = 64;
  static constexpr std::size_t kMaxValues = 256;  // of one condition

  std::vector<Condition> conditions;  // at least one
};

// Fails with usage, and the column, for a text that is no query or names no field; with invalid_value for a value that
// its field cannot have, such as scope=prod; with too_large or too_many.
Result<Query> parse_query(std::string_view text);

// A component that satisfies a query, and how the roots come to it.
struct QueryMatch {
  std::uint32_t component = 0;  // index
  model::Reach reach;
};

// All components of the inventory that satisfy the query, in order.
std::vector<QueryMatch> run_query(const Query& query, const model::Inventory& inventory);

}  // namespace cordon::sbom
