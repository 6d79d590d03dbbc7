"""Every paper says what domain.md 2.9 wants, in both languages, and refuses to exist while a part is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from support.papers import BRANCH, CASE_NO, CHINA, NARRATIVE, letter_of, notice_of, slip_of, squeezed, text_of

from app.documents.extension_notice import make_extension_notice
from app.documents.papers import DeliveryRecord, IncompletePaperError
from app.documents.resolution_letter import make_resolution_letter
from app.documents.slip import make_slip

SIZES = ("80mm", "a5", "a4")


def said(pdf: bytes) -> str:
    """All that a paper says, without spaces."""
    return squeezed(text_of(pdf, "-raw"))


def holds(pdf: bytes, *parts: str) -> None:
    """Each part is on the paper."""
    text = said(pdf)
    missing = [part for part in parts if squeezed(part) not in text]
    assert not missing, missing


@pytest.mark.parametrize("size", SIZES)
def test_slip_in_chinese(size: str) -> None:
    holds(
        make_slip(slip_of(), size, "zh"),
        *("示例银行", "朝阳支行", "投诉受理回执", CASE_NO),
        *("收到时间2026年11月23日 14:30", "受理时间2026年11月23日 14:32"),
        *("承办人员投诉处理岗 李晓（0217）", "联系电话010-55550102", BRANCH.address),
        *("投诉人赵*（本人）", "预留电话138****2716", "居民身份证 110***********002X"),
        *(NARRATIVE, "投诉请求取消分期并退还手续费", "涉及金额人民币1,286.00元", "发生日期2026年11月20日"),
        *("信用卡账单 2份（复印件）", "授权委托书 1份（原件）"),
        *("不晚于 2026年12月8日（星期二）", "自收到投诉之日起15日内"),
        *("答复方式", "需要延长处理期限的", "撤回投诉", f"总行客服热线 {BRANCH.hotline}", "热线 12378"),
        *("个人信息保护告知", "保存不少于三年"),
        *("与本人陈述一致，所述情况真实", "投诉人签名", "经办人签名", BRANCH.pledge),
    )


@pytest.mark.parametrize("size", SIZES)
def test_slip_in_english(size: str) -> None:
    holds(
        make_slip(slip_of("en"), size, "en"),
        *("Shili Bank", "Chaoyang Sub-branch", "Complaint acknowledgement", CASE_NO),
        *("Received on 23 Nov 2026, 14:30", "Accepted on 23 Nov 2026, 14:32"),
        *("Handled by Complaint handling desk 李晓 (0217)", "010-55550102", BRANCH.address_en),
        *("赵* (In person)", "138****2716", "CNY 1,286.00", "instalment plan"),
        *("2 sheets (copy)", "1 sheet (original)"),
        *("no later than Tuesday, 8 December 2026", "within 15 days of receipt"),
        *("Your rights", "withdraw", f"Head office hotline {BRANCH.hotline}", "12378", "Your personal data"),
        *(
            "read back to me, is what I said, and is true",
            "Complainant's signature",
            "Staff signature",
            BRANCH.pledge_en,
        ),
    )


def test_reprints_are_numbered() -> None:
    assert "补打" not in said(make_slip(slip_of(), "80mm", "zh"))
    holds(make_slip(slip_of(copy_no=2, reprinted_on=date(2026, 11, 25)), "80mm", "zh"), "第2次补打2026年11月25日")
    holds(make_slip(slip_of("en", copy_no=1), "a5", "en"), "Reprint no. 1")
    holds(make_extension_notice(notice_of(copy_no=3), "zh"), "第3次补打")
    holds(make_resolution_letter(letter_of(copy_no=1), "zh"), "第1次补打")


def test_a_provisional_date_is_marked_and_explained() -> None:
    for size in SIZES:
        holds(make_slip(slip_of(is_provisional=True), size, "zh"), "暂定", "节假日安排尚未公布")
    holds(make_slip(slip_of("en", is_provisional=True), "a5", "en"), "Provisional", "have not been published yet")
    assert "暂定" not in said(make_slip(slip_of(), "a5", "zh"))
    holds(make_extension_notice(notice_of(is_provisional=True), "zh"), "［暂定：相关节假日安排尚未公布］")


def test_long_stories_are_shortened_in_words() -> None:
    story = "".join(f"第{n}句话。" for n in range(3000))[:12_000]
    pdf = make_slip(slip_of(narrative=story), "80mm", "zh")
    holds(pdf, story[:600], "［以上为节录，全文共12000字，存于本案档案］")
    assert squeezed(story[:620]) not in said(pdf)
    holds(make_slip(slip_of(narrative=story[:600]), "80mm", "zh"), story[:600])
    assert "节录" not in said(make_slip(slip_of(narrative=story[:600]), "80mm", "zh"))


def test_a_settled_matter_says_how_instead_of_when() -> None:
    pdf = make_slip(slip_of(due_on=None, settlement="当场退还工本费10元，客户表示满意。"), "80mm", "zh")
    holds(pdf, "当场办结", "当场退还工本费10元")
    assert "答复期限" not in said(pdf)
    assert "答复方式" not in said(pdf)


def test_a_slip_without_number_is_a_preview() -> None:
    pdf = make_slip(slip_of(case_no="", accepted_at=None), "80mm", "zh")
    holds(pdf, "登记后生成")
    assert "受理时间" not in said(pdf)


def test_an_anonymous_complaint_has_no_empty_lines() -> None:
    pdf = make_slip(
        slip_of(complainant="", phone="", identity="", capacity="", remedy_sought="", papers_taken=()), "80mm", "zh"
    )
    holds(pdf, "投诉人未留姓名", "投诉请求未提出", "收取材料未收取")
    assert "预留电话" not in said(pdf)
    assert "身份证件" not in said(pdf)


def test_slip_sizes_are_three() -> None:
    with pytest.raises(ValueError, match="a3"):
        make_slip(slip_of(), "a3", "zh")


def test_extension_notice() -> None:
    holds(
        make_extension_notice(notice_of(), "zh"),
        *("延期告知书", f"编号：{CASE_NO}", "尊敬的赵𬀩："),
        *("原处理期限不晚于 2026年12月8日（星期二）", "延长后期限不晚于 2026年12月23日（星期三）"),
        *("第一次延期：自收到投诉之日起由15日延长至30日", "调取分期申请录音", "支行主管 王芳，2026年12月1日批准"),
        *(
            "（银保监会令2020年第3号）第十八条",
            "投诉处理岗 李晓",
            "010-55550102",
            BRANCH.hotline,
            "（公章）",
            "送达记录",
        ),
    )
    holds(make_extension_notice(notice_of(stage=2), "zh"), "第二次延期：再延长30日，自收到投诉之日起共60日")
    holds(
        make_extension_notice(notice_of(policy_id="CN_LOCAL_5_10"), "zh"),
        "由5个工作日延长至10个工作日",
        "本行金融消费者",
    )
    holds(make_extension_notice(notice_of(policy_id="X", stage=4), "zh"), "第4次延期")
    holds(
        make_extension_notice(notice_of("en"), "en"),
        *("Notice of extension", "Dear 赵𬀩,", "no later than Tuesday, 8 December 2026", "Wednesday, 23 December 2026"),
        *("First extension: from 15 to 30 days", "Branch supervisor 王芳, on 1 December 2026", "article 18"),
    )


def test_resolution_letter() -> None:
    holds(
        make_resolution_letter(letter_of(), "zh"),
        *("投诉处理答复书", f"编号：{CASE_NO}", "尊敬的赵𬀩：", "我行于2026年11月23日收到"),
        *("一、投诉事项与请求", NARRATIVE, "当面道歉", "二、核实情况", "默认勾选方式展示"),
        *("三、处理依据和理由", "第十七条", "自主选择权", "四、处理决定与补救措施", "部分支持", "退还已收手续费"),
        *("人民币1,286.00元（大写：壹仟贰佰捌拾陆元整）", "五、救济途径"),
        *("申请核查", "30日内", "申请调解", "申请仲裁", "提起诉讼"),
        *(BRANCH.superior_name, BRANCH.superior_address, "最后日期不晚于 2027年1月2日（星期六）", "签收之日起第30日"),
        *("六、联系方式", "010-55550102", "（公章）", "2026年12月3日", "送达记录", "收件人签名"),
    )
    holds(
        make_resolution_letter(letter_of(received_on=date(2026, 12, 4)), "zh"), "最后日期不晚于 2027年1月3日（星期日）"
    )
    holds(
        make_resolution_letter(letter_of("en"), "en"),
        *("Decision on your complaint", "upheld in part", "Basis:", "Reasons:", "Compensation: CNY 1,286.00"),
        *(
            "Review.",
            "Mediation.",
            "Arbitration.",
            "Court action.",
            BRANCH.superior_name_en,
            "Saturday, 2 January 2027",
        ),
    )


def test_a_delivered_letter_shows_its_proof() -> None:
    record = DeliveryRecord(
        "registered_mail", datetime(2026, 12, 4, 9, 5, tzinfo=CHINA), "赵𬀩", "XA123456789CN", "0217"
    )
    text = said(make_resolution_letter(letter_of(delivery=record), "zh"))
    assert "☑挂号信或快递" in text
    assert "□当面递交" in text
    assert "XA123456789CN" in text
    assert "2026年12月4日09:05" in text


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"findings": ""}, ("findings",)),
        ({"basis": " \n", "reasons": ""}, ("basis", "reasons")),
        ({"outcome": "", "remedy": ""}, ("decision", "remedy")),
        ({"complainant": ""}, ("complainant_name",)),
        ({"request": "", "matter": ""}, ("request",)),
        ({"branch": replace(BRANCH, superior_name="", superior_address="")}, ("superior_name", "superior_address")),
        ({"branch": replace(BRANCH, phone="", hotline="")}, ("branch_contact",)),
    ],
)
def test_a_letter_with_an_empty_part_can_not_be_made(changes: dict[str, object], parts: tuple[str, ...]) -> None:
    with pytest.raises(IncompletePaperError) as caught:
        make_resolution_letter(letter_of(**changes), "zh")
    assert caught.value.parts == parts
    assert caught.value.code == "incomplete_paper"


def test_letters_of_many_pages_carry_number_and_page_on_each() -> None:
    findings = "\n".join(f"第{n}段。" + "经核实，情况如下，特此说明。" * 20 for n in range(60))
    pdf = make_resolution_letter(letter_of(findings=findings), "zh")
    pages = text_of(pdf, "-raw").split("\f")[:-1]
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert CASE_NO in page
        assert f"第{number}页共{len(pages)}页" in squeezed(page)
    assert squeezed(findings[-400:]) in squeezed("".join(_body(page) for page in pages))


def _body(page: str) -> str:
    """A page without its head and foot."""
    lines = page.split("\n")
    return "\n".join(
        line for line in lines if CASE_NO not in line and "页 共" not in line and "示例银行朝阳" not in line
    )


def test_names_and_stories_of_every_kind() -> None:
    name = "阿卜杜热合曼·买买提依明·图尔荪托合提·阿布都克里木·艾合买提江·依布拉音·吐尔逊古丽·努尔买买提明"
    for given in ("赵𬀩", "买买提·艾力", name, "欧阳𪚥", "José Ángel Łukaszewicz-Nguyễn", "😀"):
        assert squeezed(given) in said(make_resolution_letter(letter_of(complainant=given), "zh"))
    story = "很生气😡！！！" + "长" * 80 + "\r\n\r\n第二段 https://www.example.cn/a/b?c=1&d=" + "x" * 200 + "\t。" * 40
    for size in SIZES:
        text = said(make_slip(slip_of(narrative=story), size, "zh"))
        assert "x" * 200 in text
        assert "😡" in text
