//! Every form that is attached: so that none is checked twice, and each is found by its controls.

use super::page::Page;
use super::scan;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::Element;

thread_local! {
    static PAGES: RefCell<Vec<Rc<Page>>> = const { RefCell::new(Vec::new()) };
    static MADE: Cell<u32> = const { Cell::new(0) };
}

/// Keeps a page until it is detached.
pub fn add(page: &Rc<Page>) {
    PAGES.with_borrow_mut(|pages| pages.push(Rc::clone(page)));
}

/// Forgets a page.
pub fn remove(page: &Page) {
    // Dropped when the list is no longer held: who goes last takes listeners along.
    let gone = PAGES.with_borrow_mut(|pages| {
        let at = pages.iter().position(|known| std::ptr::eq(&raw const **known, page))?;
        Some(pages.swap_remove(at))
    });
    drop(gone);
}

fn all() -> Vec<Rc<Page>> {
    PAGES.with_borrow(Clone::clone)
}

/// The pages whose element is inside this one.
pub fn inside(root: &Element) -> Vec<Rc<Page>> {
    let mut pages = all();
    pages.retain(|page| !page.root.is_same_node(Some(root)) && root.contains(Some(&page.root)));
    pages
}

/// The page that holds a control of this element already.
pub fn around(root: &Element) -> Option<Rc<Page>> {
    let holds = |page: &Rc<Page>| {
        let state = page.state().ok()?;
        let mut controls = state.answers.iter().flat_map(|answer| &answer.controls);
        Some(page.root.contains(Some(root)) && controls.any(|control| root.contains(Some(&control.field))))
    };
    all().into_iter().find(|page| holds(page).unwrap_or(false))
}

/// The page of a form or of a control. A control that was only just added is found too.
pub fn of(element: &Element) -> Option<Rc<Page>> {
    let pages = all();
    if let Some(page) = pages.iter().find(|page| page.root.is_same_node(Some(element))) {
        return Some(Rc::clone(page));
    }
    let field = scan::as_field(element.clone())?;
    let knows = |page: &Rc<Page>| page.state().is_ok_and(|state| state.answer_of(&field).is_some());
    if let Some(page) = pages.iter().find(|page| knows(page)) {
        return Some(Rc::clone(page));
    }
    let page = pages.into_iter().find(|page| {
        let is_inside = page.root.contains(Some(element));
        is_inside && page.layout().is_some_and(|layout| scan::named(&field, layout, &page.asked.map).is_some())
    })?;
    page.refresh().ok()?;
    knows(&page).then_some(page)
}

/// What the ids of another page begin with: nothing, unless there is one already.
pub fn ids() -> String {
    if PAGES.with_borrow(Vec::is_empty) {
        return String::new();
    }
    let made = MADE.get().saturating_add(1);
    MADE.set(made);
    format!("f{made}-")
}
