//! The error summary: what stands in the way, at the top, when a form is not sent.

use super::dom::{self, element, text_element};
use super::words::Words;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element};

/// The attribute of a link that names its spot, by its place.
pub const LINK: &str = "data-fairnote-spot";

/// The attribute of a summary that was made here.
const OURS: &str = "data-fairnote-summary";

/// An error summary on the page.
#[derive(Debug)]
pub struct Summary {
    /// The summary.
    pub element: Element,
    /// The one that the server had painted.
    theirs: Option<Element>,
    title: String,
}

/// A line of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// What is wrong.
    pub message: String,
    /// The spot's place, and the id of what the link leads to; none, if the page has no such answer.
    pub to: Option<(String, String)>,
}

impl Summary {
    /// Puts a summary at the top of the form's column, in place of the one that the server had painted, if there is one.
    pub fn show(document: &Document, form: &Element, lines: &[Line], words: &Words) -> Result<Summary, JsValue> {
        let made = element(document, "div", "govuk-error-summary fairnote-summary")?;
        made.set_attribute("tabindex", "-1")?;
        let alert = element(document, "div", "")?;
        alert.set_attribute("role", "alert")?;
        dom::append(&alert, text_element(document, "h2", "govuk-error-summary__title", &words.get("problem"))?)?;
        let body = element(document, "div", "govuk-error-summary__body")?;
        let list = element(document, "ul", "govuk-list govuk-error-summary__list")?;
        for line in lines {
            let item = element(document, "li", "")?;
            match &line.to {
                Some((spot, id)) => {
                    let link = text_element(document, "a", "", &line.message)?;
                    link.set_attribute("href", &format!("#{id}"))?;
                    link.set_attribute(LINK, spot)?;
                    item.append_child(&link)?;
                }
                None => item.set_text_content(Some(&line.message)),
            }
            list.append_child(&item)?;
        }
        body.append_child(&list)?;
        alert.append_child(&body)?;
        made.append_child(&alert)?;

        made.set_attribute(OURS, "")?;
        // That of another form of the page stays.
        let theirs = document.query_selector(&format!(".govuk-error-summary:not([{OURS}])"))?;
        if let Some(summary) = &theirs {
            summary.replace_with_with_node_1(&made)?;
        } else if let Some(parent) =
            form.parent_element().filter(|parent| !parent.tag_name().eq_ignore_ascii_case("body"))
        {
            parent.insert_before(&made, parent.first_child().as_ref())?;
        } else {
            form.before_with_node_1(&made)?;
        }
        let title = document.title();
        if !title.starts_with(words.fill("page_title", &[("title", "")]).as_str()) {
            document.set_title(&words.fill("page_title", &[("title", &title)]));
        }
        super::spot::focus(&made);
        made.scroll_into_view();
        Ok(Summary { element: made, theirs, title })
    }

    /// The place that a pressed link leads to.
    pub fn pressed(&self, event: &web_sys::Event) -> Option<String> {
        let link = event.target()?.dyn_into::<Element>().ok()?.closest(&format!("[{LINK}]")).ok()??;
        self.element.contains(Some(&link)).then(|| link.get_attribute(LINK))?
    }

    /// Takes it away, and puts back what stood there.
    pub fn restore(&self, document: &Document) -> Result<(), JsValue> {
        document.set_title(&self.title);
        match &self.theirs {
            Some(summary) => self.element.replace_with_with_node_1(summary)?,
            None => self.element.remove(),
        }
        Ok(())
    }

    /// Takes it away for the next one, which puts back the same in the end.
    pub fn replace(
        &self,
        lines: &[Line],
        document: &Document,
        form: &Element,
        words: &Words,
    ) -> Result<Summary, JsValue> {
        self.restore(document)?;
        Summary::show(document, form, lines, words)
    }
}

/// Brings the label or legend of a control into view and puts the focus on it.
pub fn lead_to(target: &Element, group: &Element) {
    let label = match group.query_selector("legend, label") {
        Ok(Some(label)) => label,
        _ => target.clone(),
    };
    label.scroll_into_view();
    match target.dyn_ref::<dom::Field>() {
        Some(field) if matches!(target.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA") => {
            dom::focus_in_place(field)
        }
        _ => super::spot::focus(target),
    }
}
