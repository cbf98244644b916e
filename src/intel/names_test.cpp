#include "intel/names.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

model::Component component(std::string ecosystem, std::string name, std::string purl) {
  model::Component out;
  out.ecosystem = std::move(ecosystem);
  out.name = std::move(name);
  out.purl = std::move(purl);
  return out;
}

TEST(Names, APackageHasTheOneThatItsClientCompares) {
  EXPECT_EQ(names_of(component("pypi", "Foo_Bar", "pkg:pypi/foo-bar@1")),
            (std::vector<PackageName>{{"pypi", "foo-bar"}}));
  EXPECT_EQ(names_of(component("npm", "@a/b", "pkg:npm/%40a/b@1")), (std::vector<PackageName>{{"npm", "@a/b"}}));
}

TEST(Names, ALibraryInFilesIsAlsoKnownByThePackageItIsPublishedAs) {
  EXPECT_EQ(names_of(component("javascript", "angularjs", "pkg:npm/angular@1.2.3")),
            (std::vector<PackageName>{{"javascript", "angularjs"}, {"npm", "angular"}}));
  EXPECT_EQ(names_of(component("javascript", "ng", "pkg:npm/%40angular/core@1")),
            (std::vector<PackageName>{{"javascript", "ng"}, {"npm", "@angular/core"}}));
  EXPECT_EQ(names_of(component("javascript", "swfobject", "pkg:generic/swfobject@2.2")),
            (std::vector<PackageName>{{"javascript", "swfobject"}}));
}

}  // namespace
}  // namespace cordon::intel
