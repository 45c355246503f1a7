<?php
/**
 * What the page shows beyond what a theme does.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * In the text: dek, caption and credit of the lead photo, FAQ, unless the article brings them. In the head:
 * structured data, social cards, editions. The canonical link is WordPress's own.
 */
final class Page {
	const CSS = '.stet-dek{font-size:1.3em;line-height:1.4}'
		. '.stet-photo-line,.stet-caption{font-size:.85em;opacity:.8;margin-block-start:.5em}'
		. '.stet-byline{font-size:.9em;font-weight:600}'
		. '.stet-faq h2{font-size:1.5em}.stet-faq h3{font-size:1.15em}'
		. '.stet-author-box{font-size:.9em;border-block-start:1px solid;padding-block-start:1em;opacity:.85}';

	/**
	 * Whether the theme's own featured image got the caption.
	 *
	 * @var bool
	 */
	private static $captioned = false;

	/**
	 * Hooks.
	 */
	public static function start() {
		add_filter( 'the_content', array( self::class, 'content' ), 12 );
		add_filter( 'render_block_core/post-featured-image', array( self::class, 'featured_image' ) );
		add_filter( 'wp_get_attachment_image_attributes', array( self::class, 'image_attributes' ), 10, 2 );
		add_action( 'wp_head', array( self::class, 'head' ), 5 );
		add_action( 'wp_enqueue_scripts', array( self::class, 'styles' ) );
		add_filter( 'language_attributes', array( self::class, 'language' ) );
	}

	/**
	 * Action wp_enqueue_scripts: the dek stands out, the photo's line is small. A theme that has its own turns it off.
	 */
	public static function styles() {
		/**
		 * Filters the style sheet for the parts of an article that Stet adds; empty for none.
		 *
		 * @param string $css The style sheet.
		 */
		$css = (string) apply_filters( 'stet_styles', self::CSS );
		if ( '' === $css || ! self::post() ) {
			return;
		}
		wp_register_style( 'stet', false, array(), VERSION );
		wp_enqueue_style( 'stet' );
		wp_add_inline_style( 'stet', $css );
	}

	/**
	 * The article that the page is about.
	 *
	 * @return \WP_Post|null
	 */
	private static function post() {
		$post = is_singular( POST_TYPE ) ? get_queried_object() : null;
		return $post instanceof \WP_Post && ! post_password_required( $post ) ? $post : null;
	}

	/**
	 * Filter the_content.
	 *
	 * @param string $content HTML.
	 * @return string
	 */
	public static function content( $content ) {
		$post = self::post();
		if ( ! $post || ! in_the_loop() || ! is_main_query() || get_the_ID() !== $post->ID ) {
			return $content;
		}
		$dek  = (string) get_post_meta( $post->ID, 'stet_dek', true );
		$lead = '';
		if ( '' !== $dek && false === strpos( $content, 'stet-dek' ) ) {
			$lead .= '<p class="stet-dek">' . esc_html( $dek ) . '</p>';
		}
		$caption = self::$captioned || false !== strpos( $content, 'stet-credit' ) ? '' : self::caption_html( $post );
		if ( '' !== $caption ) {
			$lead .= '<p class="stet-photo-line">' . $caption . '</p>';
		}
		if ( false === strpos( $content, 'stet-faq' ) ) {
			$content .= Faq::html( Faq::of_post( $post->ID ) );
		}
		return $lead . $content;
	}

	/**
	 * Filter render_block_core/post-featured-image: block themes show the picture bare.
	 *
	 * @param string $html The block.
	 * @return string
	 */
	public static function featured_image( $html ) {
		$post = self::post();
		$end  = strrpos( $html, '</figure>' );
		if ( ! $post || get_the_ID() !== $post->ID || false === $end || false !== strpos( $post->post_content, 'stet-credit' ) ) {
			return $html;
		}
		$caption = self::caption_html( $post );
		if ( '' === $caption ) {
			return $html;
		}
		self::$captioned = true;
		return substr( $html, 0, $end ) . '<figcaption class="wp-element-caption">' . $caption . '</figcaption>' . substr( $html, $end );
	}

	/**
	 * What the lead photo shows, in the article's language: two editions may share one picture.
	 *
	 * @param \WP_Post $post  The article.
	 * @param int      $image The picture.
	 * @return string
	 */
	private static function alt( $post, $image ) {
		$own = (string) get_post_meta( $post->ID, 'stet_alt', true );
		return '' !== $own ? $own : (string) get_post_meta( $image, '_wp_attachment_image_alt', true );
	}

	/**
	 * Filter wp_get_attachment_image_attributes.
	 *
	 * @param array    $attributes HTML attributes, escaped by WordPress when they are written.
	 * @param \WP_Post $image      The picture.
	 * @return array
	 */
	public static function image_attributes( $attributes, $image ) {
		$post = self::post();
		if ( $post && (int) get_post_thumbnail_id( $post ) === (int) $image->ID ) {
			$attributes['alt'] = self::alt( $post, $image->ID );
		}
		return $attributes;
	}

	/**
	 * Caption and credit of the lead photo: the article's own, else the picture's.
	 *
	 * @param \WP_Post $post The article.
	 * @return array Two texts.
	 */
	private static function photo_line( $post ) {
		$image   = get_post_thumbnail_id( $post );
		$caption = (string) get_post_meta( $post->ID, 'stet_caption', true );
		$credit  = (string) get_post_meta( $post->ID, 'stet_credit', true );
		if ( $image && '' === $caption ) {
			$caption = self::plain( wp_get_attachment_caption( $image ) );
		}
		if ( $image && '' === $credit ) {
			$credit = (string) get_post_meta( $image, 'stet_credit', true );
		}
		return array( $caption, $credit );
	}

	/**
	 * The same as HTML.
	 *
	 * @param \WP_Post $post The article.
	 * @return string
	 */
	private static function caption_html( $post ) {
		list( $caption, $credit ) = self::photo_line( $post );

		$credit = '' === $credit ? '' : '<span class="stet-credit">' . esc_html( $credit ) . '</span>';
		return trim( esc_html( $caption ) . ' ' . $credit );
	}

	/**
	 * Text out of what WordPress stores as HTML.
	 *
	 * @param string $html HTML.
	 * @return string
	 */
	private static function plain( $html ) {
		return html_entity_decode( wp_strip_all_tags( (string) $html ), ENT_QUOTES, 'UTF-8' );
	}

	/**
	 * The dek, else the excerpt.
	 *
	 * @param \WP_Post $post The article.
	 * @return string
	 */
	private static function description( $post ) {
		$dek = (string) get_post_meta( $post->ID, 'stet_dek', true );
		return '' !== $dek ? $dek : self::plain( $post->post_excerpt );
	}

	/**
	 * Action wp_head.
	 */
	public static function head() {
		$post = self::post();
		if ( ! $post ) {
			return;
		}
		// A plugin for search engines that is there already says the same.
		$seo   = defined( 'WPSEO_VERSION' ) || defined( 'RANK_MATH_VERSION' ) || defined( 'AIOSEO_VERSION' ) || defined( 'SEOPRESS_VERSION' );
		$parts = $seo ? array( 'editions' ) : array( 'structured-data', 'social', 'editions' );

		/**
		 * Filters what Stet writes into the head of an article's page.
		 *
		 * @param string[] $parts Any of 'structured-data', 'social', 'editions'.
		 * @param \WP_Post $post  The article.
		 */
		$parts = (array) apply_filters( 'stet_head_parts', $parts, $post );
		if ( in_array( 'structured-data', $parts, true ) ) {
			$json = wp_json_encode( self::graph( $post ), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_HEX_TAG | JSON_HEX_AMP );
			echo '<script type="application/ld+json">' . $json . "</script>\n"; // phpcs:ignore WordPress.Security.EscapeOutput -- JSON without < > &.
		}
		if ( in_array( 'social', $parts, true ) ) {
			self::print_social( $post );
		}
		if ( in_array( 'editions', $parts, true ) ) {
			foreach ( self::editions( $post ) as $language => $url ) {
				printf( "<link rel=\"alternate\" hreflang=\"%s\" href=\"%s\" />\n", esc_attr( $language ), esc_url( $url ) );
			}
		}
	}

	/**
	 * The lead photo.
	 *
	 * @param \WP_Post $post The article.
	 * @return array|null
	 */
	private static function image( $post ) {
		$id     = get_post_thumbnail_id( $post );
		$source = $id ? wp_get_attachment_image_src( $id, 'full' ) : null;
		if ( ! $source ) {
			return null;
		}
		return array(
			'url'    => $source[0],
			'width'  => (int) $source[1],
			'height' => (int) $source[2],
			'alt'    => self::alt( $post, $id ),
		);
	}

	/**
	 * Names of an article's terms.
	 *
	 * @param \WP_Post $post     The article.
	 * @param string   $taxonomy The taxonomy.
	 * @return string[]
	 */
	private static function terms( $post, $taxonomy ) {
		$names = wp_get_object_terms( $post->ID, $taxonomy, array( 'fields' => 'names' ) );
		return is_wp_error( $names ) ? array() : array_map( array( self::class, 'plain' ), $names );
	}

	/**
	 * The structured data.
	 *
	 * @param \WP_Post $post The article.
	 * @return array
	 */
	private static function graph( $post ) {
		$url   = get_permalink( $post );
		$graph = array( self::news_article( $post, $url ) );
		$faq   = Faq::of_post( $post->ID );
		if ( ! $faq['items'] && has_blocks( $post ) ) {
			$faq = Faq::of_blocks( parse_blocks( $post->post_content ) );
		}
		if ( $faq['items'] ) {
			$questions = array();
			foreach ( $faq['items'] as $item ) {
				$questions[] = array(
					'@type'          => 'Question',
					'name'           => $item['question'],
					'acceptedAnswer' => array(
						'@type' => 'Answer',
						'text'  => Faq::answer_html( $item['answer'], $item['spans'] ),
					),
				);
			}
			$graph[] = array(
				'@type'      => 'FAQPage',
				'@id'        => $url . '#faq',
				'mainEntity' => $questions,
			);
		}
		return array(
			'@context' => 'https://schema.org',
			'@graph'   => $graph,
		);
	}

	/**
	 * The article in the structured data.
	 *
	 * @param \WP_Post $post The article.
	 * @param string   $url  Its address.
	 * @return array
	 */
	private static function news_article( $post, $url ) {
		list( $caption, $credit ) = self::photo_line( $post );

		$image  = self::image( $post );
		$byline = (string) get_post_meta( $post->ID, 'stet_byline', true );
		$author = '' !== $byline ? array(
			'@type' => 'Person',
			'name'  => $byline,
		) : array(
			'@type' => 'Person',
			'name'  => get_the_author_meta( 'display_name', $post->post_author ),
			'url'   => get_author_posts_url( $post->post_author ),
		);
		if ( $image ) {
			$image = array_filter(
				array(
					'@type'      => 'ImageObject',
					'url'        => $image['url'],
					'width'      => $image['width'],
					'height'     => $image['height'],
					'caption'    => $caption,
					'creditText' => $credit,
				)
			);
		}
		return array_filter(
			array(
				'@type'            => 'NewsArticle',
				'@id'              => $url . '#article',
				'mainEntityOfPage' => $url,
				'headline'         => self::plain( get_the_title( $post ) ),
				'description'      => self::description( $post ),
				'inLanguage'       => self::language_of( $post ),
				'datePublished'    => get_post_time( 'c', true, $post ),
				'dateModified'     => get_post_modified_time( 'c', true, $post ),
				'author'           => array( $author ),
				'publisher'        => array(
					'@type' => 'NewsMediaOrganization',
					'name'  => self::plain( get_bloginfo( 'name' ) ),
					'url'   => home_url( '/' ),
				),
				'image'            => $image ? array( $image ) : null,
				'articleSection'   => self::terms( $post, 'category' ),
				'keywords'         => self::terms( $post, 'post_tag' ),
			)
		);
	}

	/**
	 * Open Graph, Twitter's card, and the description.
	 *
	 * @param \WP_Post $post The article.
	 */
	private static function print_social( $post ) {
		$image       = self::image( $post );
		$description = self::description( $post );
		$tags        = array(
			array( 'name', 'description', $description ),
			array( 'property', 'og:type', 'article' ),
			array( 'property', 'og:title', self::plain( get_the_title( $post ) ) ),
			array( 'property', 'og:description', $description ),
			array( 'property', 'og:url', get_permalink( $post ) ),
			array( 'property', 'og:site_name', self::plain( get_bloginfo( 'name' ) ) ),
			array( 'property', 'og:locale', str_replace( '-', '_', self::language_of( $post ) ) ),
			array( 'property', 'article:published_time', get_post_time( 'c', true, $post ) ),
			array( 'property', 'article:modified_time', get_post_modified_time( 'c', true, $post ) ),
			array( 'name', 'twitter:card', $image ? 'summary_large_image' : 'summary' ),
			array( 'name', 'twitter:title', self::plain( get_the_title( $post ) ) ),
			array( 'name', 'twitter:description', $description ),
		);
		foreach ( self::terms( $post, 'category' ) as $name ) {
			$tags[] = array( 'property', 'article:section', $name );
		}
		foreach ( self::terms( $post, 'post_tag' ) as $name ) {
			$tags[] = array( 'property', 'article:tag', $name );
		}
		if ( $image ) {
			$tags[] = array( 'property', 'og:image', $image['url'] );
			$tags[] = array( 'property', 'og:image:width', (string) $image['width'] );
			$tags[] = array( 'property', 'og:image:height', (string) $image['height'] );
			$tags[] = array( 'property', 'og:image:alt', $image['alt'] );
			$tags[] = array( 'name', 'twitter:image', $image['url'] );
		}
		foreach ( $tags as list( $attribute, $name, $value ) ) {
			if ( '' !== (string) $value ) {
				printf( "<meta %s=\"%s\" content=\"%s\" />\n", esc_attr( $attribute ), esc_attr( $name ), esc_attr( $value ) );
			}
		}
	}

	/**
	 * An article's language.
	 *
	 * @param \WP_Post $post The article.
	 * @return string
	 */
	private static function language_of( $post ) {
		$language = (string) get_post_meta( $post->ID, 'stet_language', true );
		return '' !== $language ? $language : get_bloginfo( 'language' );
	}

	/**
	 * Filter language_attributes: the page is in the article's language.
	 *
	 * @param string $attributes HTML attributes.
	 * @return string
	 */
	public static function language( $attributes ) {
		$post     = is_admin() ? null : self::post();
		$language = $post ? (string) get_post_meta( $post->ID, 'stet_language', true ) : '';
		return '' === $language ? $attributes : preg_replace( '/\blang="[^"]*"/', 'lang="' . esc_attr( $language ) . '"', $attributes );
	}

	/**
	 * The live editions of a story, itself included, by language. Empty if there is but one.
	 *
	 * @param \WP_Post $post The article.
	 * @return array
	 */
	private static function editions( $post ) {
		$original = (string) get_post_meta( $post->ID, 'stet_translation_of', true );
		$original = '' !== $original ? $original : (string) get_post_meta( $post->ID, 'stet_id', true );
		if ( '' === $original ) {
			return array();
		}
		$posts = get_posts(
			array(
				'post_type'   => POST_TYPE,
				'post_status' => 'publish',
				'numberposts' => 20,
				'orderby'     => 'ID',
				'order'       => 'ASC',
				'meta_query'  => array( // phpcs:ignore WordPress.DB.SlowDBQuery
					'relation' => 'OR',
					array(
						'key'   => 'stet_translation_of',
						'value' => $original,
					),
					array(
						'key'   => 'stet_id',
						'value' => $original,
					),
				),
			)
		);
		$editions = array();
		foreach ( $posts as $edition ) {
			$editions[ self::language_of( $edition ) ] = get_permalink( $edition );
		}
		return count( $editions ) > 1 ? $editions : array();
	}
}
