#include <algorithm>
#include <array>

#include "sbom/query.h"
#include "sbom/version_compare.h"

namespace cordon::sbom {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// The query's word for it: a development dependency is one, optional or not.
std::string_view scope_word(model::Scope scope) {
  switch (scope) {
    case model::Scope::runtime: return "runtime";
    case model::Scope::development:
    case model::Scope::development_optional: return "dev";
    case model::Scope::optional: return "optional";
    case model::Scope::unknown: break;
  }
  return "unknown";
}

bool keeps_case(QueryField field) {
  constexpr std::array kExact{QueryField::name, QueryField::version, QueryField::integrity, QueryField::path,
                              QueryField::file};
  return std::ranges::find(kExact, field) != kExact.end();
}

class Runner {
 public:
  Runner(const Query& query, const model::Inventory& inventory)
      : query_(query), inventory_(inventory), graph_(inventory) {}

  std::vector<QueryMatch> run() {
    std::vector<QueryMatch> out;
    for (std::uint32_t i = 0; i < inventory_.components.size(); ++i) {
      if (!std::ranges::all_of(query_.conditions, [&](const Condition& each) { return holds(each, i); })) continue;
      out.push_back({i, graph_.reach(std::array{i})});
    }
    return out;
  }

 private:
  // What the component has in the field; none or several where it has so many.
  std::vector<std::string_view> values_of(QueryField field, std::uint32_t index) const {
    const model::Component& component = inventory_.components[index];
    const auto list = [](const std::vector<std::string>& texts) {
      return std::vector<std::string_view>(texts.begin(), texts.end());
    };
    switch (field) {
      case QueryField::name: return {component.name};
      case QueryField::version: return {component.version};
      case QueryField::ecosystem: return {component.ecosystem};
      case QueryField::scope: return {scope_word(component.scope)};
      case QueryField::origin: return {to_string(component.origin)};
      case QueryField::registry: return {component.registry.id};
      case QueryField::registry_class: return {to_string(component.registry.class_)};
      case QueryField::licence: return list(component.licences);
      case QueryField::install_script: return {to_string(component.install_script)};
      case QueryField::integrity: return list(component.integrity);
      case QueryField::purl: return {component.purl};
      case QueryField::alias:
        return component.alias ? std::vector<std::string_view>{*component.alias} : std::vector<std::string_view>();
      case QueryField::file: return {inventory_.path};
      case QueryField::path: return {component.place.path};
      case QueryField::direct: return {graph_.declared(index) ? "yes" : "no"};
    }
    return {};
  }

  bool holds(const Condition& condition, std::uint32_t index) const {
    const std::vector<std::string_view> has = values_of(condition.field, index);
    const auto any = [&](auto&& fits) {
      return std::ranges::any_of(condition.values, [&](const std::string& wanted) {
        return std::ranges::any_of(has, [&](std::string_view value) { return fits(value, wanted); });
      });
    };
    const auto equal = [&](std::string_view value, std::string_view wanted) {
      return keeps_case(condition.field) ? value == wanted : lower(value) == lower(wanted);
    };
    const auto contains = [](std::string_view value, std::string_view wanted) {
      return lower(value).find(lower(wanted)) != std::string::npos;
    };
    const std::string& ecosystem = inventory_.components[index].ecosystem;
    const auto ordered = [&](std::string_view value, std::string_view wanted) {
      const std::partial_ordering order = compare_versions(ecosystem, value, wanted);
      switch (condition.operation) {
        case QueryOperator::less: return order < 0;
        case QueryOperator::less_equal: return order <= 0;
        case QueryOperator::greater: return order > 0;
        default: return order >= 0;
      }
    };
    switch (condition.operation) {
      case QueryOperator::equal: return any(equal);
      case QueryOperator::not_equal: return !any(equal);
      case QueryOperator::has: return any(contains);
      case QueryOperator::has_not: return !any(contains);
      default: return any(ordered);
    }
  }

  const Query& query_;
  const model::Inventory& inventory_;
  model::Graph graph_;
};

}  // namespace

std::vector<QueryMatch> run_query(const Query& query, const model::Inventory& inventory) {
  return Runner(query, inventory).run();
}

}  // namespace cordon::sbom
