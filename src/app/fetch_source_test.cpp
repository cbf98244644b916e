#include "app/fetch_source.h"

#include <gtest/gtest.h>

#include "net/canned_fetcher.h"

namespace cordon::app {
namespace {

TEST(FetchSource, ASourceThatIsNotKnownIsFetchedWholeAndWhatFailsIsInTheAnswer) {
  const intel::Source source{"osv-npm", intel::SourceKind::osv, "https://osv.example.test/npm", "npm", {}};
  const FetchPlan plan{"/nowhere", nullptr, nullptr, false, 1'000};
  net::CannedFetcher fetcher;
  FetchProgress progress;
  const FetchedSource fetched = fetch_source(source, plan, fetcher, progress);
  ASSERT_TRUE(fetched.error);
  EXPECT_EQ(fetched.error->code, ErrorCode::not_found);
  EXPECT_EQ(fetcher.asked, std::vector<std::string>{"https://osv.example.test/npm/all.zip"});
}

TEST(FetchSource, EachKindHasAFileOfItsOwn) {
  EXPECT_EQ(download_path("/d", {"osv-npm", intel::SourceKind::osv, "", "npm", {}}), "/d/osv-npm.zip");
  EXPECT_EQ(download_path("/d", {"kev", intel::SourceKind::exploited, "", "", {}}), "/d/kev.list");
}

}  // namespace
}  // namespace cordon::app
