/* Which part of the form a place of the story belongs to. Layer: ui, any thread. */
#include "config.h"

#include "ui/story-page.h"

StetPart
stet_part_of_field (const StetField *field)
{
  switch (field->kind)
    {
    case STET_FIELD_DEK:
      return STET_PART_DEK;
    case STET_FIELD_PHOTO:
    case STET_FIELD_PHOTO_FILE:
    case STET_FIELD_PHOTO_CAPTION:
    case STET_FIELD_PHOTO_CREDIT:
    case STET_FIELD_PHOTO_ALT:
      return STET_PART_PHOTO;
    case STET_FIELD_BODY:
    case STET_FIELD_BLOCK_CAPTION:
    case STET_FIELD_BLOCK_CREDIT:
    case STET_FIELD_BLOCK_ALT:
    case STET_FIELD_BLOCK_HREF: case STET_FIELD_BLOCK_CITE: case STET_FIELD_BLOCK_CELL:
      return STET_PART_BODY;
    case STET_FIELD_FAQ_TITLE:
    case STET_FIELD_FAQ_ITEMS:
    case STET_FIELD_FAQ_QUESTION:
    case STET_FIELD_FAQ_ANSWER:
      return STET_PART_FAQ;
    case STET_FIELD_TAGS:
    case STET_FIELD_BYLINE:
    case STET_FIELD_AUTHORS:
    case STET_FIELD_AUTHOR_BOX:
      return STET_PART_TAGS;
    case STET_FIELD_LANGUAGE:
    case STET_FIELD_HEADLINE:
    case STET_FIELD_SECTION:
    case STET_FIELD_SLUG:
    case STET_FIELD_CUSTOM:
      break;
    }
  return STET_PART_HEADLINE;
}
