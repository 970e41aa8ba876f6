//! `parkcast init` and `parkcast schema`.

use super::arguments::{InitOptions, SchemaOptions};
use super::console::{lang_of_machine, print, say};
use super::failure::{Fails, Failure, OrFail, Status};
use crate::format::schema;
use crate::text::{Lang, text};
use crate::write::WriteError;
use crate::{starter, write};

/// Name of the schema beside the starter scenario, which its first line points to.
const SCHEMA_FILE: &str = "scenario.schema.json";

/// Writes a commented scenario, a workbook to fill in and the schema for editors into a folder; replaces nothing.
pub fn init(options: &InitOptions) -> Result<Status, Failure> {
    let lang = lang_of_machine(options.lang);
    let mut files = starter::files(lang).map_err(|error| {
        let why = text!("无法生成示例文件：{error}", "the starter files could not be made: {error}");
        Failure::failed(why, lang)
    })?;
    files.push((SCHEMA_FILE.into(), schema_text(lang).into_bytes()));
    write::write_new(&options.dir, &files).map_err(|error| match error {
        WriteError::Exists { .. } => Failure::refused(error.text(), lang),
        _ => error.failure(lang),
    })?;
    let dir = options.dir.display();
    let next = text!(
        "已写入 {dir}：填写 park.xlsx（第一个工作表是填表说明），修改 scenario.toml，然后运行 parkcast run {dir}/scenario.toml\n企业自身的波动写成 student-t（自由度 3），这是企业面板数据的样子，推荐保留；不写则为正态分布，会低估大起大落",
        "written to {dir}: fill in park.xlsx (its first sheet explains it), edit scenario.toml, then parkcast run {dir}/scenario.toml\nfirms' own shocks are student-t with 3 degrees of freedom, as panels of real firms show, and best left so; without it they are normal, and wild years are underrated"
    );
    say(next.get(lang));
    Ok(Status::Done)
}

/// Prints the format's JSON Schema, described in the language asked for, else the environment's.
pub fn schema(options: &SchemaOptions) -> Result<Status, Failure> {
    let lang = lang_of_machine(options.lang);
    print(&schema_text(lang)).or_fail(lang)?;
    Ok(Status::Done)
}

fn schema_text(lang: Lang) -> String {
    format!("{:#}\n", schema::schema(lang))
}
