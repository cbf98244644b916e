// Reading back what Cordon writes into properties, and what npm's and cdxgen's taxonomies say of a component.
#pragma once

#include <string_view>
#include <vector>

#include "sbom/document_build.h"

namespace cordon::sbom {

struct Property {
  std::string_view name, value;
};

// The value of the first property of that name; empty when there is none.
std::string_view find_property(const std::vector<Property>& properties, std::string_view name);

// Sets what properties say of a component, before it is added. The registry is not among it: no document decides that.
void apply_properties(const std::vector<Property>& properties, model::Component& component);

// Hands on what properties say of a node's dependencies. `ref` is the document's name for the node.
void apply_edge_properties(const std::vector<Property>& properties, DocumentBuilder::Node node, std::string_view ref,
                           DocumentBuilder& builder);

}  // namespace cordon::sbom
