#include "web/http/templates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "base/result.hpp"

namespace plumbline::web {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// A folder of templates that goes when the test ends.
class TemplatesTest : public testing::Test {
 protected:
  TemplatesTest() {
    folder_ = testing::TempDir() + "templates_" + testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~TemplatesTest() override { fs::remove_all(folder_); }
  void write(const std::string& name, const std::string& source) {
    fs::create_directories(fs::path(folder_ + "/" + name).parent_path());
    std::ofstream(folder_ + "/" + name) << source;
  }
  std::string why_refused(const std::string& source) {
    write("bad.html", source);
    try {
      Templates{folder_};
      return "";
    } catch (const base::Broken& broken) {
      return broken.what();
    }
  }
  std::string folder_;
};

constexpr const char* kHostile = "<b>\"'&</b><script>alert(1)</script>";

TEST_F(TemplatesTest, EscapesByWhereTheValueStands) {
  write("a.html", R"(<p title="{{T}}">{{T}}</p><a href="{{U}}">x</a><a href="/q?v={{T}}">y</a><input value='{{T}}'>)");
  Templates templates(folder_);
  Page page = templates.page("a.html");
  page.set("T", kHostile).set("U", "javascript:alert(1)");
  const std::string html = page.render();
  EXPECT_THAT(html, Not(HasSubstr("<b>")));
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  EXPECT_THAT(html, Not(HasSubstr("javascript:")));
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;&quot;&#39;&amp;"));
}

TEST_F(TemplatesTest, EscapesInsideIncludesToo) {
  write("outer.html", "<div>{{>INNER}}</div>");
  write("inner.html", "<i class=\"{{C}}\">{{T}}</i>");
  Templates templates(folder_);
  Page page = templates.page("outer.html");
  page.include("INNER", "inner.html").set("T", kHostile).set("C", "\" onclick=\"x");
  EXPECT_THAT(page.render(), HasSubstr("<i class=\"&quot; onclick=&quot;x\">&lt;b&gt;"));
}

TEST_F(TemplatesTest, FillsRowsSectionsAndGlobals) {
  write("list.html", "<ul>{{#ROW}}<li>{{A}}{{#NEW}} new{{/NEW}}</li>{{/ROW}}</ul>{{>FOOT}}");
  write("foot.html", "<p>{{TOKEN}}</p>");
  Templates templates(folder_);
  Page page = templates.page("list.html");
  page.add("ROW").set("A", "one").show("NEW");
  page.add("ROW").set("A", 2);
  page.set_for_all("TOKEN", "t");
  page.include("FOOT", "foot.html");
  EXPECT_EQ(page.render(), "<ul><li>one new</li><li>2</li></ul><p>t</p>");
}

TEST_F(TemplatesTest, LetsValuesReachIntoSectionsButNotIntoIncludes) {
  write("outer.html", "{{#A}}{{#B}}<p>{{V}}{{W}}</p>{{/B}}{{/A}}{{>IN}}");
  write("inner.html", "<i>{{V}}{{N}}{{G}}</i>{{#S}}shown{{/S}}");
  Templates templates(folder_);
  Page page = templates.page("outer.html");
  page.set("V", "old").set("V", "v").set_for_all("G", "g").show_for_all("S");
  View a = page.add("A");
  a.add("B").set("W", 1);
  a.add("B").set("W", 2).set("V", "own");
  page.include("IN", "inner.html").set("N", "first");
  page.include("IN", "inner.html").set("N", "second").set("G", "mine");
  const Page moved = std::move(page);
  EXPECT_EQ(moved.render(), "<p>v1</p><p>own2</p><i>firstg</i>shown<i>secondmine</i>shown");
}

TEST_F(TemplatesTest, ShowsASectionOnceWhenItWasShownAndAsOftenAsItWasAddedTo) {
  write("a.html", "{{#S}}<p>{{V}}</p>{{/S}}{{#NEVER}}x{{/NEVER}}");
  Templates templates(folder_);
  Page shown = templates.page("a.html");
  EXPECT_EQ(shown.render(), "");
  shown.show("S").show("S").set("V", "v");
  EXPECT_EQ(shown.render(), "<p>v</p>");
  shown.add("S").set("V", "row");
  EXPECT_EQ(shown.render(), "<p>row</p>");
}

TEST_F(TemplatesTest, KeepsTextAndReadyMadeHtmlApart) {
  write("a.html", "<p>{{TEXT}}</p><div>{{CHART:none}}</div>");
  Templates templates(folder_);
  Page page = templates.page("a.html");
  page.set_html("CHART", "<svg></svg>");
  EXPECT_THROW(page.set("CHART", "typed"), base::Broken);
  EXPECT_THROW(page.set_for_all("CHART", "typed"), base::Broken);
  EXPECT_THROW(page.set_html("TEXT", "<svg></svg>"), base::Broken);
  EXPECT_EQ(page.render(), "<p></p><div><svg></svg></div>");
}

TEST_F(TemplatesTest, KeepsWordsAtLineEndsApart) {
  write("a.html", "<p>one\ntwo</p>\n\n\n<p>three</p>\n");
  Templates templates(folder_);
  EXPECT_EQ(templates.page("a.html").render(), "<p>one\ntwo</p>\n<p>three</p>");
}

TEST_F(TemplatesTest, RefusesWhatCannotBeEscapedOrWouldBeBlocked) {
  EXPECT_THAT(why_refused("<script>var a = {{A}};</script>"), HasSubstr("inline script"));
  EXPECT_THAT(why_refused("<p style=\"color:red\">x</p>"), HasSubstr("inline style"));
  EXPECT_THAT(why_refused("<p onclick=\"x()\">x</p>"), HasSubstr("inline handler"));
  EXPECT_THAT(why_refused("<p class=\"{{>CLASS}}\">x</p>"), HasSubstr("inside a tag"));
  EXPECT_THAT(why_refused("<p class=\"{{CLASS:none}}\">x</p>"), HasSubstr("inside a tag"));
  EXPECT_THAT(why_refused("{{%AUTOESCAPE context=\"JAVASCRIPT\"}}"), HasSubstr("loader sets the escaping"));
  EXPECT_THAT(why_refused("{{A:html_escape}}"), HasSubstr("only modifier"));
  EXPECT_THAT(why_refused("{{#A}}x"), HasSubstr("never closed"));
}

TEST_F(TemplatesTest, SaysInDevelopmentWhichNameAFileDoesNotHave) {
  write("a.html", "<p>{{TITLE}}</p>");
  Templates live(folder_);
  EXPECT_NO_THROW(live.page("a.html").set("TITEL", "x"));
  Templates development(folder_, TemplateMode::Development);
  EXPECT_THROW(development.page("a.html").set("TITEL", "x"), base::Broken);
  EXPECT_THROW(development.page("a.html").show("NONE"), base::Broken);
  EXPECT_THROW(development.page("b.html"), base::Broken);
}

TEST_F(TemplatesTest, ReadsChangedFilesAgainInDevelopment) {
  write("a.html", "<p>old</p>");
  Templates templates(folder_, TemplateMode::Development);
  EXPECT_EQ(templates.page("a.html").render(), "<p>old</p>");
  write("a.html", "<p>new</p>");
  fs::last_write_time(folder_ + "/a.html", fs::file_time_type::clock::now() + std::chrono::seconds{10});
  for (int i = 0; i < 20 && templates.page("a.html").render() != "<p>new</p>"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  EXPECT_EQ(templates.page("a.html").render(), "<p>new</p>");
}

// Every file that ships, every value in it hostile, every section shown, every include filled: nothing breaks out.
TEST(ShippedTemplates, LetNoValueBreakOut) {
  const std::string shipped = std::string(PLUMBLINE_SOURCE_DIR) + "/templates";
  const std::string folder = testing::TempDir() + "templates_shipped";
  fs::remove_all(folder);
  fs::copy(shipped, folder, fs::copy_options::recursive);
  std::ofstream(folder + "/probe.html") << "<em title=\"{{V}}\">{{V}}</em>";
  Templates templates(folder);
  ASSERT_GT(templates.files().size(), 1u);
  for (const char* hostile :
       {"<b>\"'&", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "data:text/html,<b>", "vbscript:x", "\" onmouseover=\"alert(1)", "' onmouseover='alert(1)",
        "x onmouseover=alert(1)", "</textarea><b>", "--><b>", "]]><b>"}) {
    for (const auto& file : templates.files()) {
      Page page = templates.page(file);
      std::function<void(View, const std::vector<Marker>&)> fill = [&](View view, const std::vector<Marker>& markers) {
        for (const auto& marker : markers) switch (marker.kind) {
            case Marker::Kind::Value:
              view.set(marker.name, hostile);
              break;
            case Marker::Kind::RawValue:
              view.set_html(marker.name, "<i>ours</i>");
              break;
            case Marker::Kind::Section:
              fill(view.add(marker.name), marker.inside);
              break;
            case Marker::Kind::Include:
              view.include(marker.name, "probe.html").set("V", hostile);
              break;
          }
      };
      fill(page, templates.outline(file));
      const std::string html = page.render();
      SCOPED_TRACE(file + " with " + hostile);
      EXPECT_THAT(html, Not(HasSubstr("<b>")));
      EXPECT_THAT(html, Not(HasSubstr("\" onmouseover=\"")));
      EXPECT_THAT(html, Not(HasSubstr("' onmouseover='")));
      EXPECT_THAT(html,
                  Not(testing::ContainsRegex("(href|src|action|formaction)=[\"']?[[:space:]]*(java|data:|vbs|JaVa)")));
      EXPECT_THAT(html, Not(testing::ContainsRegex("=x onmouseover")));
    }
  }
  fs::remove_all(folder);
}

}  // namespace
}  // namespace plumbline::web
