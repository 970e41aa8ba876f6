//! Rows that sum others up, and other rows that are no entries.

use super::*;

const HEAD: &str = "企业名称,所属行业,产值（万元）,用地（亩）,税收（万元）\n甲,x,128000,320,5100\n乙,y,86000,150,2800\n丙,x,23000,90,610\n";

/// The names of the entries.
fn names(outcome: &Outcome) -> Vec<String> {
    let name = |node: &Node| match &node.value {
        NodeValue::Table(table) => table.get("name").map(shown).unwrap_or_default().replace('"', ""),
        _ => String::new(),
    };
    outcome.nodes.iter().map(name).collect()
}

#[test]
fn totals_are_passed_over_and_compared() {
    for label in ["合计", "总计", "合 计", "全园区", "全县", "Total"] {
        let outcome = csv(&format!("{HEAD}{label},,237000,560,8510\n")).good();
        assert_eq!(names(&outcome), ["甲", "乙", "丙"], "{label}");
        outcome.says(&["Notice", "row 5", label, "产值（万元） 237000, the rows' sum 237000", "8510"]);
    }
    let rounded = "企业,产业,产值（亿元）\n甲,x,52.377\n乙,x,52.378\n丙,x,52.384\n合计,,157.13\n";
    csv(rounded).good().says(&["Notice", "157.13, the rows' sum 157.139"]);
    let wrong = csv(&format!("{HEAD}合计,,240000,560,8510\n"));
    assert_eq!(names(&wrong), ["甲", "乙", "丙"]);
    wrong.says(&["Warning", "does not agree", "240000, the rows' sum 237000"]);
}

#[test]
fn totals_stand_at_the_top_and_between() {
    let top = csv("企业,产业,产值（万元）\n合计,,237\n甲,x,128\n乙,y,86\n丙,x,23\n").good();
    assert_eq!(names(&top), ["甲", "乙", "丙"]);
    top.says(&["Notice", "row 2", "the rows' sum 237"]);
    let between =
        csv("企业,产业,产值（万元）\n甲,x,128\n丙,x,23\n小计,,151\n乙,y,86\n丁,y,4\n小计,,90\n合计,,241\n")
            .good();
    assert_eq!(names(&between), ["甲", "丙", "乙", "丁"]);
    between.says(&[
        "Notice",
        "row 4 \"小计\" (产值（万元） 151, the rows' sum 151)",
        "the rows' sum 90",
        "the rows' sum 241",
    ]);
    let sections =
        csv("企业,产业,产值（万元）\n一、纺织,,151\n甲,x,128\n丙,x,23\n二、食品,,90\n乙,y,86\n丁,y,4\n")
            .good();
    assert_eq!(names(&sections), ["甲", "丙", "乙", "丁"]);
    sections.says(&["Notice", "一、纺织", "the rows' sum 151", "the rows' sum 90"]);
    let nested = csv(
        "企业,产业,产值（万元）\n全园区合计,,600\n（一）纺织,,300\n甲,x,100\n乙,x,200\n（二）食品,,300\n丙,y,300\n",
    )
    .good();
    assert_eq!(names(&nested), ["甲", "乙", "丙"]);
    let titles = csv("企业,产业,产值（万元）\n一、纺织,,\n甲,x,128\n二、食品,,\n乙,y,86\n").good();
    assert_eq!(names(&titles), ["甲", "乙"]);
    titles.says(&["Notice", "titles of sections", "row 2、4"]);
}

#[test]
fn parts_means_and_comparisons_are_passed_over() {
    let outcome = csv(&format!(
        "{HEAD}合计,,237000,560,8510\n其中：外资企业,x,100000,200,3000\n规上工业,,214000,470,7900\n平均,x,79000,186,2836\n占比,,90.2,,\n"
    ))
    .good();
    assert_eq!(names(&outcome), ["甲", "乙", "丙"]);
    outcome.says(&["Notice", "其中：外资企业", "规上工业", "平均", "the rows' mean 79000", "占比"]);
}

#[test]
fn a_row_with_the_sum_of_those_above_is_no_entry() {
    let named = csv(&format!("{HEAD}某园区,x,237000,560,8510\n"));
    assert_eq!(names(&named), ["甲", "乙", "丙"]);
    named.says(&["Warning", "row 5 \"某园区\"", "has the sum of other rows"]);
    let nameless = csv(&format!("{HEAD},,237000,560,8510\n"));
    assert_eq!(names(&nameless), ["甲", "乙", "丙"]);
    nameless.says(&["Warning", "row 5", "the rows' sum 237000"]);
    let first =
        csv("企业,产业,产值（万元）,用地（亩）\n某园区,x,237,50\n甲,x,128,20\n乙,y,86,18\n丙,x,23,12\n");
    assert_eq!(names(&first), ["甲", "乙", "丙"]);
    first.says(&["Warning", "row 2 \"某园区\""]);
    // The sum in one column alone is chance.
    let chance = csv("企业,产业,产值（万元）,用地（亩）\n甲,x,2,5\n乙,x,3,6\n丙,x,5,7\n").good();
    assert_eq!(names(&chance), ["甲", "乙", "丙"]);
    // So it is in all columns where they are in proportion.
    let proportion = csv("企业,产业,产值（万元）,用地（亩）\n甲,x,10,100\n乙,x,20,200\n丙,x,30,300\n").good();
    assert_eq!(names(&proportion), ["甲", "乙", "丙"]);
}

#[test]
fn firms_whose_names_resemble_totals_are_entries() {
    let outcome = csv("类型,企业,产业,产值（万元）\n规上工业,合计科技有限公司,x,1\n规上工业,园区物业公司,x,2\n全区,平均律乐器厂,x,4\n").good();
    assert_eq!(names(&outcome), ["合计科技有限公司", "园区物业公司", "平均律乐器厂"]);
    let serial = csv("序号,企业,产业,产值（万元）\n1,甲,x,1\n合计,2户,,1\n").good();
    assert_eq!(names(&serial), ["甲"]);
}

#[test]
fn footnotes_and_numbers_of_columns_are_passed_over() {
    let outcome = csv(&format!(
        "{}{}",
        HEAD.replacen('\n', "\n甲,乙,1,2,3\n", 1),
        "注：1.本表为规上企业。,,,,\n2.用地为已供地面积。,,,,\n填报人：张三,,审核人：李四,,2024年3月5日\n"
    ))
    .good();
    assert_eq!(names(&outcome), ["甲", "乙", "丙"]);
    outcome.says(&["numbers of columns", "row 2"]).says(&["notes below the table", "row 6、7、8"]);
}

#[test]
fn a_sheet_of_nothing_but_totals_has_no_rows() {
    csv("企业,产业,产值(亿元)\n合计,,4\n").says(&["Error", "a heading, but no rows"]);
}
