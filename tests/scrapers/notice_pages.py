"""Writes the saved pages of the announcement sources: `python -m tests.scrapers.notice_pages`.

Every firm, post and figure is invented. The files are made as offices make them and committed; what is read from
them was compared by a person and stands in `expected.jsonl`.
"""

from __future__ import annotations

from pathlib import Path

from tests.scrapers.sheet_files import docx, pdf, xls, xlsx

PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "pages"

COUNTY_ROWS = [
    ["附件1", *[None] * 10],
    ["蓝山县2026年下半年公开招聘编外人员岗位汇总表", *[None] * 10],
    [
        "序号",
        "招聘单位",
        "岗位名称",
        "计划人数",
        "岗位条件",
        None,
        None,
        None,
        "薪酬待遇（元/月）",
        "工作地点",
        "咨询电话",
    ],
    [None, None, None, None, "学历", "年龄", "专业要求", "其他条件", None, None, None],
    [
        1,
        "蓝山县应急救援大队（示例）",
        "专职消防员",
        12,
        "高中及以上",
        "18—28周岁",
        "不限",
        "退役军人优先，持B2以上驾照者年龄放宽至32周岁",
        "4800-5500",
        "塔峰镇",
        "0746-0000001",
    ],
    [
        2,
        None,
        "消防车驾驶员",
        3,
        "高中及以上",
        "35周岁以下",
        "不限",
        "持B2及以上驾照，三年以上驾龄",
        5600,
        "塔峰镇",
        None,
    ],
    [3, None, "接警调度员", 2, "大专及以上", "18—30周岁", "不限", "普通话标准，能上夜班", 4200, "塔峰镇", None],
    [
        4,
        "蓝山县湘江源水务服务中心（示例）",
        "水质化验员",
        1,
        "大专及以上",
        "35周岁以下",
        "环境工程、化学类",
        "适应野外取样",
        "4000元起",
        "湘江源瑶族乡",
        "0746-0000002",
    ],
    [5, None, "管网巡查工", 4, "初中及以上", "50周岁以下", "不限", "会骑摩托车", 3600, "各乡镇", None],
    ["合计", None, None, 22, *[None] * 7],
    ["注：1.年龄计算截至2026年11月30日。2.薪酬为税前应发，含绩效。", *[None] * 10],
]
COUNTY_MERGED = [
    *[(1, 0, 1, 10), (2, 4, 2, 7), (4, 1, 6, 1), (4, 10, 6, 10), (7, 1, 8, 1), (7, 10, 8, 10), (10, 0, 10, 10)],
    *[(2, column, 3, column) for column in (0, 1, 2, 3, 8, 9, 10)],
]
COUNTY_PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">
<title>蓝山县2026年下半年公开招聘编外人员公告（示例）</title>
<link rel="canonical" href="https://lanshan-government.example.invalid/notices/20261123.html"></head><body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/report.pdf">年度报告</a></li></ul>
<h1>蓝山县2026年下半年公开招聘编外人员公告</h1>
<p class="meta">来源：县人社局（示例） 发布时间：<span class="date">2026年11月23日</span></p>
<div class="content"><p>因工作需要，面向社会公开招聘编外人员22名，岗位和条件见附件。</p>
<p>一、报名时间：2026年11月25日起，报名截止时间为2026年12月10日17:00，逾期不予受理。</p>
<p>二、退役军人、烈士家属同等条件下优先。三、本次招聘不收取任何费用。</p></div>
<div class="attachments">附件：<a href="./files/gangwei.xlsx">1.岗位汇总表.xlsx</a></div></body></html>
"""
FAIR_ROWS = [
    ["序号", "企业名称", "岗位", "人数", "学历", "工资待遇", "上班地点", "备注"],
    *[
        [
            1,
            "蓝山县翀云箱包有限公司（示例）",
            "车间主管",
            "2",
            "大专",
            "6500-8000元/月",
            "塔峰镇工业园",
            "包吃住，五险",
        ],
        [2, "蓝山县翀云箱包有限公司（示例）", "针车普工", "30", "不限", "计件4000-6500元", "塔峰镇工业园", "可带徒"],
        [3, "永州市岚祁物业服务有限公司（示例）", "秩序维护员", "15", "初中", "3400元+餐补", "塔峰镇", "退役军人优先"],
        [
            4,
            "永州市岚祁物业服务有限公司（示例）",
            "消防中控员",
            "4",
            "高中",
            "4300元/月",
            "塔峰镇",
            "须持中级消防设施操作员证",
        ],
        [5, "蓝山县沐禾生态农业合作社（示例）", "农机手", "3", "不限", "200元/天", "所城镇", "持拖拉机驾驶证"],
    ],
]
FAIR_PDF_ROWS = [
    FAIR_ROWS[0],
    *[
        [n, f"蓝山县{firm}（示例）", *rest]
        for n, (firm, *rest) in enumerate(
            [
                ("璟澄电子厂", "品检员", "6", "高中", "4200-4800元/月", "塔峰镇", "长白班"),
                ("璟澄电子厂", "设备维修技术员", "2", "中专", "6000-7500元/月", "塔峰镇", "持低压电工证"),
                ("翊帆物流部", "A2货车司机", "5", "不限", "9000-12000元/月", "蓝山—东莞", "两年以上驾龄"),
                ("翊帆物流部", "仓库管理员", "2", "高中", "4000元/月", "塔峰镇", "会用电脑"),
                ("舜岭酒店", "工程部维修工", "1", "不限", "4500元", "塔峰镇", "包吃住"),
                ("舜岭酒店", "保安", "4", "不限", "3500元", "塔峰镇", "三班倒"),
            ],
            start=1,
        )
    ],
]
VETERANS_PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>2026年冬季退役军人专场招聘会公告（示例）</title>
<link rel="canonical" href="https://lanshan-veterans.example.invalid/tzgg/{number}.html"></head><body>
<h1>2026年冬季退役军人专场招聘会公告（{number}）</h1><div class="info">时间：<span class="time">{day}</span></div>
<div class="article"><p>现将参会企业岗位公布如下，请退役军人和家属到场应聘。信息有效期至2026年12月31日。</p>
<p>附件：<a href="{file}">参会企业岗位表</a></p></div></body></html>
"""
YONGZHOU_PAGE = """<!doctype html><html><head><meta charset="utf-8">
<title>永州市返乡务工人员专场招聘会岗位（示例）</title>
<link rel="canonical" href="https://yongzhou-employment.example.invalid/zph/2026-12.html"></head><body>
<h1>永州市返乡务工人员专场招聘会岗位汇总</h1><p>发布时间：<span id="publish-time">2026-11-20</span></p>
<div id="zoom"><table><tr><td><p>本场招聘会2026年12月18日前截止报名。</p></td></tr></table>
<table border="1">
<tr><td rowspan="2">展位号</td><td rowspan="2">用人单位</td><td rowspan="2">招聘<br>岗位</td>
<td rowspan="2">需求人数</td><td colspan="3">要　求</td><td colspan="2">月薪（元）</td>
<td rowspan="2">福利<br>待遇</td><td rowspan="2">工作地点</td></tr>
<tr><td>学历</td><td>年龄</td><td>技能要求</td><td>最低</td><td>最高</td></tr>
<tr><td rowspan="3">A01</td><td rowspan="3">永州市潇湘源智能装备有限公司（示例）</td><td>数控操作工</td><td>8</td>
<td>中专</td><td>18-45</td><td>会看图纸</td><td>５０００</td><td>７５００</td><td rowspan="3">五险一金，包住</td>
<td rowspan="3">永州经开区</td></tr>
<tr><td>叉车司机</td><td>3</td><td>初中</td><td>50以下</td><td>持N1证</td><td>4800</td><td>5500</td></tr>
<tr><td>安全员</td><td>1</td><td>大专</td><td>不限</td><td>注册安全工程师优先</td><td>7000</td><td>9000</td></tr>
<tr><td>A02</td><td>永州市芝山安保服务有限公司（示例）</td><td>押运员</td><td>若干</td><td>高中</td><td>40以下</td>
<td>退役军人优先</td><td>4500</td><td>5200</td><td>包吃住</td><td>冷水滩区</td></tr>
<tr><td colspan="3">合　计</td><td>12</td><td colspan="7"></td></tr>
<tr><td colspan="11">备注：具体岗位以现场为准。</td></tr></table>
<table border="1"><tr><td>序号</td><td>姓名</td><td>单位</td></tr>
<tr><td>1</td><td>某某</td><td>工作人员</td></tr></table>
</div></body></html>
"""
DONGGUAN_ROWS = [
    ["单位名称", "招聘岗位及人数", "学历要求", "薪资（元/月）", "用工形式", "食宿情况", "工作地址"],
    [
        "东莞市岭澜五金制品有限公司（示例）",
        "普工10人、保安2名；焊工 5人",
        "初中及以上",
        "5500-7000",
        "全职",
        "包吃住",
        "东莞市长安镇",
    ],
    ["东莞市岭澜五金制品有限公司（示例）", "设备工程师", "大专", "9000以上", "全职", "包吃住", "同上"],
    ["东莞市沣序供应链管理有限公司（示例）", "叉车司机、仓管员", "高中", "面议", "全职", "包住", "东莞市沙田镇"],
    [
        "东莞市沣序供应链管理有限公司（示例）",
        "夜班分拣员（20人）",
        "不限",
        "22元/小时",
        "灵活用工",
        "不包",
        "东莞市沙田镇",
    ],
    ["合计：40人", None, None, None, None, None, None],
]
DONGGUAN_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>退役军人专场招聘会（长安）（示例）</title>
<link rel="canonical" href="https://dongguan-employment.example.invalid/zph/88.html"></head><body>
<h1>2026年退役军人专场招聘会（长安站）</h1><p>日期：<span class="pub-date">2026-11-18</span></p>
<div class="txt">地点：<span class="venue">东莞市长安镇</span>，截止日期：2026-12-15。
<a href="/files/changan.docx">岗位表下载</a></div></body></html>
"""


def main() -> None:
    write("lanshan_government", "notice.html", COUNTY_PAGE.encode())
    write("lanshan_government", "gangwei.xlsx", xlsx(COUNTY_ROWS, COUNTY_MERGED))
    for number, day, file in (("1", "2026年11月16日", "fair1.pdf"), ("2", "2026年11月20日", "fair2.xls")):
        page = VETERANS_PAGE.format(number=number, day=day, file=file).encode("gb18030")
        write("lanshan_veterans_affairs", f"notice{number}.html", page)
    write("lanshan_veterans_affairs", "fair1.pdf", pdf(FAIR_PDF_ROWS, repeat=1))
    write("lanshan_veterans_affairs", "fair2.xls", xls(FAIR_ROWS, [(1, 1, 2, 1), (3, 1, 4, 1)]))
    write("yongzhou_employment", "notice.html", YONGZHOU_PAGE.encode())
    write("dongguan_employment", "notice.html", DONGGUAN_PAGE.encode())
    write("dongguan_employment", "changan.docx", docx(DONGGUAN_ROWS, [(1, 0, 2, 0), (3, 0, 4, 0)]))


def write(source: str, name: str, content: bytes) -> None:
    folder = PAGES / source
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
