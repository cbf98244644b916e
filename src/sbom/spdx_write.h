// SPDX 2.3, JSON.
#pragma once

#include <span>
#include <string>

#include "model/inventory.h"
#include "sbom/document_write.h"

namespace cordon::sbom {

// The document, with a line end. A package an instance, as in cyclonedx_write.h, whose reasons hold here too; its
// SPDXID is made of name, version and a digest of the component's id, as the format allows letters, digits, '.' and '-'
// only. The document describes the projects. The namespace is a UUID made from the content, without the timestamp.
//
// The format asks for a time: without one in the options it is 1970-01-01T00:00:00Z. Scope, install script and
// whatever else no field holds are lines of the packages' comments (properties.h); kinds of edges are relationship
// types, of which workspace and optional peer dependencies say the rest in their comments.
std::string write_spdx(std::span<const model::Inventory> inventories, const WriteOptions& options);

}  // namespace cordon::sbom
