#include "sbom/spdx_shapes.h"

namespace cordon::sbom {

std::string_view spdx_shapes() {
  return R"(document: open() spdxVersion!=text SPDXID=link name=text documentNamespace=text creationInfo=creation
  documentDescribes=[link] packages=[package] files=[file] relationships=[relationship]
creation: open() created=text creators=[text]
package: open() SPDXID!=ref name!=text versionInfo=text downloadLocation=text supplier=text originator=text
  checksums=[checksum] externalRefs=[reference] licenseDeclared=text licenseConcluded=text comment=text
  primaryPackagePurpose=text filesAnalyzed=flag
file: open() SPDXID!=link
checksum: open() algorithm!=text checksumValue!=text
reference: open() referenceCategory!=text referenceType!=text referenceLocator!=text
relationship: open() spdxElementId!=link relatedSpdxElement!=link relationshipType!=text comment=text
)";
}

}  // namespace cordon::sbom
